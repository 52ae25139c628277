package ice

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

// Names of the operations, as the API, RAM policies (after "ice:") and logs
// have them.
const (
	OperationStart    = "StartAIAgentInstance"
	OperationDescribe = "DescribeAIAgentInstance"
	OperationUpdate   = "UpdateAIAgentInstance"
	OperationStop     = "StopAIAgentInstance"
	OperationList     = "ListAIAgentInstance"
)

// StartRequest asks for a new instance, which is one call. A nil document or
// pointer is left out; an empty document is sent as {}. Values in documents are
// map[string]any, []any, string, bool, json.Number, int64 and float64.
type StartRequest struct {
	// Region is where the agent lives; empty for the client's own.
	Region string

	// AIAgentID is the agent made in the console; required by the service.
	AIAgentID string

	// RuntimeConfig says which channel the agent joins; required by the
	// service.
	RuntimeConfig map[string]any

	AgentConfig    map[string]any
	TemplateConfig map[string]any
	ChatSyncConfig map[string]any

	SessionID *string
	UserData  *string

	// Secrets are values in the documents that no error may show.
	Secrets []string
}

// StartAnswer is what a start gives.
type StartAnswer struct {
	InstanceID string
	RequestID  string
}

// UpdateRequest changes a running instance; its documents are merged into what
// the instance runs with. Nil and empty are as in StartRequest.
type UpdateRequest struct {
	Region     string
	InstanceID string

	AgentConfig    map[string]any
	TemplateConfig map[string]any
	UserData       *string

	// Secrets are values in the documents that no error may show.
	Secrets []string
}

// ListRequest asks for a page of an agent's instances.
type ListRequest struct {
	Region    string
	AIAgentID string

	// StartTime and EndTime bound the period, to the second; zero for no bound.
	StartTime time.Time
	EndTime   time.Time

	// PageNumber is 1 to 100 and PageSize up to 100; 0 for the service's
	// default (1 and 10).
	PageNumber int
	PageSize   int
}

// Start starts an instance. It is executed at most once: where the error says
// MaybeReceived, an instance may run whose id nobody knows. When the context
// ends after the request may have been received, the answer is still awaited
// for Options.StartGrace and returned without an error: look at ctx.Err().
func (c *Client) Start(ctx context.Context, r StartRequest) (StartAnswer, error) {
	if err := c.beforeStart(ctx); err != nil {
		return StartAnswer{}, err
	}
	q, err := r.query()
	if err != nil {
		return StartAnswer{}, fmt.Errorf("%s: %w", OperationStart, err)
	}
	answer, err := c.do(ctx, r.Region, openapi.Request{
		Operation: OperationStart, Query: q, Once: true, Grace: c.grace, Secrets: r.Secrets,
	})
	if err != nil {
		return StartAnswer{}, err
	}
	id, err := reader{answer}.text(answer.Body, "", "InstanceId")
	if err != nil {
		return StartAnswer{}, err
	}
	if id = trimmed(id); id == "" {
		return StartAnswer{}, answer.Mismatch("the answer has no InstanceId")
	}
	return StartAnswer{InstanceID: id, RequestID: answer.RequestID}, nil
}

// query returns the parameters of the request.
func (r StartRequest) query() (query, error) {
	q := query{"AIAgentId": r.AIAgentID}
	err := q.documents(map[string]map[string]any{
		"AgentConfig":    r.AgentConfig,
		"ChatSyncConfig": r.ChatSyncConfig,
		"RuntimeConfig":  r.RuntimeConfig,
		"TemplateConfig": r.TemplateConfig,
	})
	q.text("SessionId", r.SessionID)
	q.text("UserData", r.UserData)
	return q, err
}

// Length returns how many characters the parameters take in the URL of the
// request, without the signature. The service documents no limit.
func (r StartRequest) Length() int {
	q, err := r.query()
	if err != nil {
		return 0
	}
	values := url.Values{}
	for name, value := range q {
		values.Set(name, value)
	}
	return len(values.Encode())
}

// Describe reads an instance. NotFound tells whether an error means that the
// service does not know it.
func (c *Client) Describe(ctx context.Context, region, instanceID string) (*Instance, error) {
	answer, err := c.do(ctx, region, openapi.Request{
		Operation: OperationDescribe, Query: query{"InstanceId": instanceID},
	})
	if err != nil {
		return nil, err
	}
	read := reader{answer}
	body, err := read.object(answer.Body, "", "Instance")
	if err != nil {
		return nil, err
	}
	if body == nil {
		return nil, answer.Mismatch("the answer has no Instance")
	}
	return read.instance(body, "Instance")
}

// Update changes a running instance.
func (c *Client) Update(ctx context.Context, r UpdateRequest) error {
	q := query{"InstanceId": r.InstanceID}
	err := q.documents(map[string]map[string]any{
		"AgentConfig":    r.AgentConfig,
		"TemplateConfig": r.TemplateConfig,
	})
	if err != nil {
		return fmt.Errorf("%s: %w", OperationUpdate, err)
	}
	q.text("UserData", r.UserData)
	_, err = c.do(ctx, r.Region, openapi.Request{Operation: OperationUpdate, Query: q, Secrets: r.Secrets})
	return err
}

// Stop asks the service to end an instance. It may still run for some seconds
// after the answer.
func (c *Client) Stop(ctx context.Context, region, instanceID string) error {
	_, err := c.do(ctx, region, openapi.Request{
		Operation: OperationStop, Query: query{"InstanceId": instanceID},
	})
	return err
}

// List reads one page of an agent's instances, in the service's order. The
// documented answer has neither the ids of instances nor a total.
func (c *Client) List(ctx context.Context, r ListRequest) ([]Instance, error) {
	q := query{"AIAgentId": r.AIAgentID}
	q.time("StartTime", r.StartTime)
	q.time("EndTime", r.EndTime)
	q.number("PageNumber", r.PageNumber)
	q.number("PageSize", r.PageSize)
	answer, err := c.do(ctx, r.Region, openapi.Request{Operation: OperationList, Query: q})
	if err != nil {
		return nil, err
	}
	read := reader{answer}
	items, err := read.list(answer.Body, "", "Instances")
	if err != nil {
		return nil, err
	}
	instances := make([]Instance, 0, len(items))
	for i, item := range items {
		path := "Instances[" + strconv.Itoa(i) + "]"
		body, ok := item.(map[string]any)
		if !ok {
			return nil, read.mismatch(path, "an object", item)
		}
		instance, err := read.instance(body, path)
		if err != nil {
			return nil, err
		}
		instances = append(instances, *instance)
	}
	return instances, nil
}
