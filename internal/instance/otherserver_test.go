package instance_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/acctest"
)

// habits are how a service responds. The zero value shows what it was sent.
type habits struct {
	// shape writes the instance of a Describe, whose documents are objects.
	shape func(instance map[string]any)
	// tidy rewrites a text, number or list with its key, at any depth.
	tidy func(key string, value any) any
	// numbers: IDs are numbers.
	numbers bool
	// lag is how many looks show the past after a Start and after an Update.
	lag int
	// forgets makes an ended instance unknown at once.
	forgets bool
	// gateway responds instead of the service now and then, in turns.
	gateway []response
	// want are the differences that a user sees.
	want string
}

type response struct {
	status int
	body   string
}

// other is a service that knows nothing of the emulator: one instance at a time,
// no signature, its own responses. Its rules are those of the documentation: later
// settings are merged over earlier ones, Update changes, Stop ends.
type other struct {
	habits
	mu      sync.Mutex
	asked   []string
	chance  *rand.Rand
	turn    int
	started int
	sent    map[string]any // The documents of Start with the changes since.
	past    map[string]any // What is shown while lag lasts; nil for nothing at all.
	lagging int
	status  string
}

func (o *other) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	o.mu.Lock()
	defer o.mu.Unlock()
	operation := strings.TrimSuffix(r.Header.Get("X-Acs-Action"), "AIAgentInstance")
	o.asked = append(o.asked, operation)
	reply := response{}
	if len(o.gateway) > 0 && o.chance.IntN(5) < 2 {
		reply = o.gateway[o.turn%len(o.gateway)]
		o.turn++
	} else {
		reply = o.respond(operation, r)
	}
	w.WriteHeader(reply.status)
	_, _ = w.Write([]byte(reply.body))
}

func (o *other) respond(operation string, r *http.Request) response {
	unknown := response{http.StatusBadRequest, `{"Code":"InstanceIdNotExist","Message":"no such instance","HostId":"h"}`}
	documents := map[string]any{}
	for name, values := range r.URL.Query() {
		documents[name] = values[0]
		var document map[string]any
		d := json.NewDecoder(strings.NewReader(values[0]))
		d.UseNumber()
		if name != "UserData" && d.Decode(&document) == nil {
			documents[name] = document
		}
	}
	if operation == "Start" {
		o.started++
		o.sent, o.past, o.lagging, o.status = documents, nil, o.lag, "Executing"
		return success(map[string]any{"InstanceId": o.identifier(), "RequestId": "R", "Extra": []any{}})
	}
	if documents["InstanceId"] != fmt.Sprint(o.identifier()) || o.forgets && o.status == "Finished" {
		return unknown
	}
	switch operation {
	case "Update":
		if o.status == "Finished" {
			return success(map[string]any{})
		}
		o.past, o.lagging = o.sent, o.lag
		o.sent = laid(o.sent, documents)
		return success(map[string]any{})
	case "Stop":
		o.status = "Finished"
		return success(map[string]any{})
	case "Describe":
		shown := o.sent
		if o.lagging > 0 {
			o.lagging--
			shown = o.past
		}
		if shown == nil {
			return unknown
		}
		return success(map[string]any{"Instance": o.shown(shown)})
	default:
		return response{http.StatusNotFound, `{"Code":"InvalidAction.NotFound"}`}
	}
}

// shown is the instance of a Describe.
func (o *other) shown(documents map[string]any) map[string]any {
	instance := map[string]any{"Status": o.status}
	for _, name := range []string{"AgentConfig", "TemplateConfig", "RuntimeConfig", "UserData", "SessionId"} {
		if document, ok := documents[name]; ok {
			instance[name] = o.tidied(name, document)
		}
	}
	if o.shape != nil {
		o.shape(instance)
	}
	return instance
}

func (o *other) tidied(key string, value any) any {
	switch v := value.(type) {
	case map[string]any:
		all := map[string]any{}
		for name, child := range v {
			all[name] = o.tidied(name, child)
		}
		return all
	case []any:
		all := make([]any, 0, len(v))
		for _, e := range v {
			all = append(all, o.tidied(key, e))
		}
		value = all
	}
	if o.tidy != nil {
		return o.tidy(key, value)
	}
	return value
}

func (o *other) identifier() any {
	if o.numbers {
		return json.Number("900719925474099" + strconv.Itoa(o.started)) // More than a float64 holds.
	}
	return "call-" + strconv.Itoa(o.started)
}

// success writes with every key that there is, the last first.
func success(body map[string]any) response { return response{http.StatusOK, backwards(body)} }

// backwards is JSON with the keys in the order that no other writer has.
func backwards(value any) string {
	var parts []string
	switch v := value.(type) {
	case map[string]any:
		keys := slices.Sorted(maps.Keys(v))
		slices.Reverse(keys)
		for _, k := range keys {
			parts = append(parts, backwards(k)+" : "+backwards(v[k]))
		}
		return "{ " + strings.Join(parts, " , ") + " }"
	case []any:
		for _, e := range v {
			parts = append(parts, backwards(e))
		}
		return "[ " + strings.Join(parts, " , ") + " ]"
	default:
		text, err := json.Marshal(v)
		if err != nil {
			panic(err)
		}
		return string(text)
	}
}

// laid is one document with another laid over it.
func laid(under, over map[string]any) map[string]any {
	all := maps.Clone(under)
	for k, v := range over {
		below, okBelow := all[k].(map[string]any)
		above, okAbove := v.(map[string]any)
		if okBelow && okAbove {
			v = laid(below, above)
		}
		all[k] = v
	}
	return all
}

// What follows is the other service for the suite.

func (o *other) requests() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	asked := o.asked
	o.asked = nil
	return asked
}

func (o *other) id() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return fmt.Sprint(o.identifier())
}

func (o *other) join() {}

func (o *other) finish() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.status = "Finished"
}

func (o *other) setGreeting(greeting string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	change := map[string]any{"Greeting": greeting}
	if _, old := o.sent["TemplateConfig"]; old {
		o.sent = laid(o.sent, map[string]any{"TemplateConfig": map[string]any{"VoiceChat": change}})
		return
	}
	o.sent = laid(o.sent, map[string]any{"AgentConfig": change})
}

// TestService_AnyThatFollowsTheDocumentationWorks leads instances through
// their lives at services that share nothing with the emulator.
func TestService_AnyThatFollowsTheDocumentationWorks(t *testing.T) {
	t.Parallel()
	for name, h := range services() {
		t.Run("one that "+name, func(t *testing.T) {
			t.Parallel()
			notes := map[string]bool{}
			for form, f := range forms() {
				o := &other{habits: h, chance: rand.New(rand.NewPCG(1, 2))}
				server := httptest.NewServer(o)
				t.Cleanup(server.Close)
				p := acctest.Configure(t, map[string]any{
					"access_key": "key", "secret_key": "secret", "region": "cn-shanghai", "protocol": "HTTP",
					"endpoints": map[string]any{"ice": strings.TrimPrefix(server.URL, "http://")},
				})
				s := &suite{Resource: p.Resource(typeName), t: t, service: o, form: f, flaky: len(h.gateway) > 0, notes: notes}
				s.whole()
				if t.Failed() {
					t.Fatalf("the configuration has %s", form)
				}
				if o.started != 2 {
					t.Errorf("%d calls were started instead of 2", o.started)
				}
			}
			if found := noted(notes); found != h.want {
				t.Errorf("differs:    %s\ndocumented: %s", found, h.want)
			}
		})
	}
}
