package instance

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/diagnostic"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

const (
	// lostSearch bounds the look for a call that may have been started.
	lostSearch = 10 * time.Second
	// lostMargin is added to the time in which the request was sent: clocks differ.
	lostMargin = time.Minute
	// lostPages bounds how many pages of an agent's calls are read.
	lostPages = 5
)

// lostStart is what is known about a start that may have been executed and whose ID
// is not known.
type lostStart struct {
	region, agent, channel, user string
	// from and to are the time in which the request was sent.
	from, to time.Time
	// shown are the calls that the service lists for the channel and the user in that
	// time; complete reports whether all pages were read.
	shown    []ice.Instance
	complete bool
	// unread is why the list could not be read.
	unread error
}

// searchLost asks the service which calls there are in the channel of a start.
// It has a time of its own: that of the operation may be over.
func searchLost(ctx context.Context, client *ice.Client, s lostStart) lostStart {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lostSearch)
	defer cancel()
	request := ice.ListRequest{
		Region: s.region, AIAgentID: s.agent, StartTime: s.from.Add(-lostMargin), EndTime: s.to.Add(lostMargin), PageSize: pageSize,
	}
	s.complete, s.unread = eachListed(ctx, client, request, lostPages, func(i *ice.Instance) bool {
		if channel, user := joined(i); channel == s.channel && user == s.user {
			s.shown = append(s.shown, *i)
		}
		return true
	})
	return s
}

// started reports whether the service shows a call in the channel.
func (s lostStart) started() bool { return len(s.shown) > 0 }

// verdict says whether a call was started.
func (s lostStart) verdict() string {
	if s.started() {
		return "An instance was started, as far as can be seen, and its ID did not arrive."
	}
	return "It is not known whether an instance was started."
}

// evidence says what the verdict rests on.
func (s lostStart) evidence() string {
	const form = "2006-01-02 15:04:05"
	where := "The request was for channel " + s.channel + ", agent user " + s.user + ", and was sent between " +
		s.from.UTC().Format(form) + " and " + s.to.UTC().Format(form) + " (UTC). "
	switch {
	case s.started():
		return where + "ListAIAgentInstance shows there in that time: " + s.calls() + "."
	case s.unread != nil:
		return where + "ListAIAgentInstance, which could show more, failed: " + diagnostic.Said(s.unread)
	case !s.complete:
		return where + "ListAIAgentInstance shows too many calls of the agent to find it."
	default:
		return where + "ListAIAgentInstance shows no call there in that time; it may do so later."
	}
}

// calls lists what was found.
func (s lostStart) calls() string {
	all := make([]string, 0, len(s.shown))
	for i := range s.shown {
		text := "a call in status " + s.shown[i].Status
		if id := s.shown[i].InstanceID; id != "" {
			text = "instance " + id + " in status " + s.shown[i].Status
		}
		all = append(all, text)
	}
	return strings.Join(all, ", ")
}

// remedy says what to do: take the call over where its ID is shown, else stop it
// where it can be seen.
func (s lostStart) remedy() string {
	for i := range s.shown {
		if id := s.shown[i].InstanceID; id != "" {
			return "To take it over, import it instead of applying again, or end it with StopAIAgentInstance:\n\n" +
				"  terraform import ADDRESS " + s.region + "/" + s.agent + "/" + id
		}
	}
	return "To end it, use the IMS console, which shows the agent's calls with their channels, or StopAIAgentInstance with the ID that the agent's callback event `agent_start` carries. " +
		"Look there before you apply again: the next apply starts another one."
}

// startLost is about a start that may have been executed. hungUp is the instance of
// the same agent that this apply has hung up.
func startLost(err error, s lostStart, hungUp string) diag.Diagnostic {
	meaning := diagnostic.Paragraphs(
		s.verdict()+" The request is not sent again, because that could start a second call.",
		s.evidence(),
		"The call is not in the state. If it runs, it is billed until it ends: by itself when nobody joins, 60 seconds after its start unless user_online_timeout says otherwise.",
		s.remedy(),
	)
	if hungUp != "" {
		meaning += "\n\n" + hungUpWords(hungUp)
	}
	return about(s.region, "timeouts.create").Explained("Cannot start the AI agent instance", err, meaning)
}

// startConfused is about a start whose response names an instance that is another
// one's call. Its ID does not go into the state: a destroy would hang that call up.
func startConfused(id string, other *ice.Instance, s lostStart) diag.Diagnostic {
	channel, user := joined(other)
	return diag.NewErrorDiagnostic("The started AI agent instance is another one", diagnostic.Paragraphs(
		"The service answered the start with instance "+id+", but shows that instance in channel "+strconv.Quote(channel)+" under user ID "+strconv.Quote(user)+
			": it is somebody else's call. It is not taken into the state, so that nothing hangs it up.",
		s.verdict()+" "+s.evidence(),
		"If a call was started, it is billed until it ends: by itself when nobody joins, 60 seconds after its start unless user_online_timeout says otherwise.",
		s.remedy(),
	))
}

// another reports whether an instance is in another channel, under another user
// ID, than was sent: one of both may be shown otherwise, both are somebody else's.
func another(instance *ice.Instance, sent types.Object) bool {
	if instance == nil {
		return false
	}
	channel, user := joined(instance)
	wantChannel, wantUser := seatOf(sent)
	return channel != "" && user != "" && channel != strings.TrimSpace(wantChannel) && user != strings.TrimSpace(wantUser)
}
