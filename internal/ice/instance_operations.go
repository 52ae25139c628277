package ice

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

// Names of the operations in the API, in RAM policies (after "ice:") and in logs.
const (
	OperationStart       = "StartAIAgentInstance"
	OperationDescribe    = "DescribeAIAgentInstance"
	OperationUpdate      = "UpdateAIAgentInstance"
	OperationStop        = "StopAIAgentInstance"
	OperationList        = "ListAIAgentInstance"
	OperationSpeak       = "SendAIAgentSpeech"
	OperationConcurrency = "GetAIAgentConcurrency"
)

// StartRequest describes a new instance, which is one call. A nil document or
// pointer is left out; an empty document is sent as {}. Values in documents are
// map[string]any, []any, string, bool, json.Number, int64 and float64.
type StartRequest struct {
	// Region is the region of the agent; empty for the client's default.
	Region string

	// AIAgentID is the ID of an agent created in the console; required by the
	// service.
	AIAgentID string

	// RuntimeConfig names the channel that the agent joins; required by the
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

// StartResult is the result of Start.
type StartResult struct {
	InstanceID string
	RequestID  string
}

// UpdateRequest changes a running instance. The service merges its documents into
// the settings in force. Nil and empty are as in StartRequest.
type UpdateRequest struct {
	Region     string
	InstanceID string

	AgentConfig    map[string]any
	TemplateConfig map[string]any
	UserData       *string

	// Secrets are values in the documents that no error may show.
	Secrets []string
}

// ListRequest selects a page of an agent's instances.
type ListRequest struct {
	Region    string
	AIAgentID string

	// StartTime and EndTime limit the period, to the second; zero for no limit.
	StartTime time.Time
	EndTime   time.Time

	// PageNumber is 1 to 100 and PageSize at most 100; 0 for the service's
	// defaults (1 and 10).
	PageNumber int
	PageSize   int
}

// Start starts an instance. The request is executed at most once: if MaybeReceived
// reports true for the error, an instance may be running whose ID is not known.
// If the context ends after the request may have been received, Start waits for
// the response for Options.StartGrace and returns it without an error: check
// ctx.Err().
func (c *Client) Start(ctx context.Context, r StartRequest) (StartResult, error) {
	q, err := r.query()
	if err != nil {
		return StartResult{}, fmt.Errorf("%s: %w", OperationStart, err)
	}
	var result StartResult
	err = c.do(ctx, r.Region, openapi.Request{
		Operation: OperationStart, Query: q, Once: true, Grace: c.grace, ReadTimeout: c.startTimeout, Salvage: "InstanceId", Secrets: r.Secrets,
		Check: func(response *openapi.Response) error {
			id, err := reader{response}.text(response.Body, "", "InstanceId")
			if err == nil && trimmed(id) == "" {
				return response.Mismatch("the response has no InstanceId")
			}
			result = StartResult{InstanceID: trimmed(id), RequestID: response.RequestID}
			return err
		},
	})
	return result, err
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

// Describe reads an instance. NotFound reports whether its error means that the
// service does not know the instance.
func (c *Client) Describe(ctx context.Context, region, instanceID string) (*Instance, error) {
	var instance *Instance
	err := c.do(ctx, region, openapi.Request{
		Operation: OperationDescribe, Query: query{"InstanceId": instanceID},
		Check: func(response *openapi.Response) (err error) {
			instance, err = described(response, instanceID)
			return err
		},
	})
	return instance, err
}

// described reads the instance in a response.
func described(response *openapi.Response, instanceID string) (*Instance, error) {
	read := reader{response}
	body, err := read.object(response.Body, "", "Instance")
	if err != nil {
		return nil, err
	}
	if body == nil {
		return nil, response.Mismatch("the response has no Instance")
	}
	instance, err := read.instance(body, "Instance")
	// Describe is not documented to return the ID. One that is there must be right:
	// another instance's status would end or forget this one.
	if err == nil && instance.InstanceID != "" && trimmed(instance.InstanceID) != instanceID {
		return nil, response.Mismatch("the response is about another instance")
	}
	return instance, err
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
	return c.do(ctx, r.Region, openapi.Request{
		Operation: OperationUpdate, Query: q, EmptySuccess: true, Urgent: true, Secrets: r.Secrets,
	})
}

// Stop ends an instance. It may continue for some seconds after the response.
func (c *Client) Stop(ctx context.Context, region, instanceID string) error {
	return c.do(ctx, region, openapi.Request{
		Operation: OperationStop, Query: query{"InstanceId": instanceID}, EmptySuccess: true, Urgent: true,
	})
}

// LongestSpeech is how many characters Speak takes.
const LongestSpeech = 1024

// Speak lets the agent say a text of 1 to LongestSpeech characters at once, even if
// it is saying something else. The request is executed at most once: if MaybeReceived
// reports true for the error, the text may have been spoken.
func (c *Client) Speak(ctx context.Context, region, instanceID, text string) error {
	return c.do(ctx, region, openapi.Request{
		Operation: OperationSpeak, Query: query{"InstanceId": instanceID, "Text": text, "EnableInterrupt": "true"},
		Once: true, EmptySuccess: true, Urgent: true,
	})
}

// Concurrency returns how many instances of an agent are active. The response has
// neither a quota nor IDs.
func (c *Client) Concurrency(ctx context.Context, region, aiAgentID string) (int, error) {
	var active int
	err := c.do(ctx, region, openapi.Request{
		Operation: OperationConcurrency, Query: query{"AIAgentId": aiAgentID},
		Check: func(response *openapi.Response) (err error) {
			active, err = reader{response}.count(response.Body, "ActiveCount")
			return err
		},
	})
	return active, err
}

// List reads one page of an agent's instances, in the service's order. The
// documented response has neither the IDs of instances nor a total.
func (c *Client) List(ctx context.Context, r ListRequest) ([]Instance, error) {
	q := query{"AIAgentId": r.AIAgentID}
	q.time("StartTime", r.StartTime)
	q.time("EndTime", r.EndTime)
	q.number("PageNumber", r.PageNumber)
	q.number("PageSize", r.PageSize)
	var instances []Instance
	err := c.do(ctx, r.Region, openapi.Request{
		Operation: OperationList, Query: q,
		Check: func(response *openapi.Response) (err error) {
			instances, err = listed(response)
			return err
		},
	})
	return instances, err
}

// listed reads the instances in a response.
func listed(response *openapi.Response) ([]Instance, error) {
	read := reader{response}
	items, err := read.list(response.Body, "", "Instances")
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
