package main

import (
	"flag"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/emulator"
)

// settings are the values of the flags.
type settings struct {
	listen       string
	region       string
	envFile      string
	listSwitches bool
	listFaults   bool
	speed        float64
	rate         int
	options      []emulator.Option
	agents       map[string]bool // IDs of the -agent flags.
}

// emulatorOptions returns the options of all flags. The agents of the provider's
// examples are added unless a flag has the same id.
func (s settings) emulatorOptions() []emulator.Option {
	options := slices.Clone(s.options)
	examples := emulator.ExampleAgents()
	for _, id := range slices.Sorted(maps.Keys(examples)) {
		if id != emulator.AgentID && !s.agents[id] {
			options = append(options, emulator.WithAgent(id, examples[id], nil))
		}
	}
	if s.rate != 0 {
		options = append(options, emulator.Rate(s.rate, time.Second))
	}
	return append(options, emulator.Speed(s.speed))
}

func parse(args []string, stderr io.Writer) (settings, error) {
	s := settings{agents: map[string]bool{}}
	flags := flag.NewFlagSet("ims-emulator", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() { usage(flags) }
	flags.StringVar(&s.listen, "listen", "127.0.0.1:0", "loopback `host:port` to listen on; port 0 is any free port")
	flags.Float64Var(&s.speed, "speed", 1, "speed of the service's clock, as a multiple of real time; with 0 it stands still")
	flags.IntVar(&s.rate, "rate", 0, "admit at most this many `requests` of an account a second, refuse others with Throttling.User; 0 admits all")
	flags.StringVar(&s.region, "region", "cn-shanghai", "`region` in the printed environment")
	flags.StringVar(&s.envFile, "env-file", "", "write the environment to this `file` once the emulator is ready")
	flags.BoolVar(&s.listSwitches, "list-switches", false, "print all switches with their values and exit")
	flags.BoolVar(&s.listFaults, "list-faults", false, "print what -fault accepts and exit")
	flags.Func("switch", "set a switch, `name=value`; repeatable", s.addSwitch)
	flags.Func("agent", "add an agent, `id[=type][@account]`; the default type is VoiceChat; repeatable", s.addAgent)
	flags.Func("fault", "let requests fail, `[operation: ]kind[, option=value]`, such as '"+faultExample+"'; see -list-faults; repeatable", s.addFault)
	flags.Func("account", "assign an access key to an account, `id=account`, or id:secret=account to add the key as well; repeatable", s.addAccount)
	flags.Func("app", "add an ARTC application, `id=key`, and check all tokens: an agent whose token is not valid does not join its call, and a user joins with a token of an application only; repeatable", s.addApp)
	if err := flags.Parse(args); err != nil {
		return s, err
	}
	if flags.NArg() > 0 {
		err := fmt.Errorf("unexpected argument %q", flags.Arg(0))
		_, _ = fmt.Fprintln(stderr, "ims-emulator:", err)
		return s, err
	}
	return s, nil
}

func usage(flags *flag.FlagSet) {
	_, _ = fmt.Fprintf(flags.Output(), `Usage: ims-emulator [flags]

Serves the AI agent operations of ICE 2020-11-09 from memory, on a loopback
address, until Ctrl-C.

The agents of the provider's examples exist without a flag, in the account of
the access key %s (%s by default):
%s
Flags:
`, emulator.AccessKeyID, emulator.AccountID, agentList())
	flags.PrintDefaults()
}

// agentList returns the agents of the examples, one a line.
func agentList() string {
	examples := emulator.ExampleAgents()
	list := ""
	for _, id := range slices.Sorted(maps.Keys(examples)) {
		list += fmt.Sprintf("  %s  %s\n", id, examples[id])
	}
	return list
}

func (s *settings) addSwitch(text string) error {
	name, value, _ := strings.Cut(text, "=")
	s.options = append(s.options, emulator.Switch(name, value))
	return nil
}

func (s *settings) addAgent(text string) error {
	text, account, owned := strings.Cut(text, "@")
	id, kind, typed := strings.Cut(text, "=")
	if !typed {
		kind = string(emulator.VoiceChat)
	}
	option := emulator.WithAgent(id, emulator.AgentType(kind), nil)
	if owned {
		option = emulator.WithAgentOf(account, id, emulator.AgentType(kind), nil)
	}
	s.agents[id] = true
	s.options = append(s.options, option)
	return nil
}

func (s *settings) addFault(text string) error {
	fault, err := emulator.ParseFault(text)
	s.options = append(s.options, emulator.WithFaults(fault))
	return err
}

// addApp leaves errors to the options, as addAccount does.
func (s *settings) addApp(text string) error {
	id, key, _ := strings.Cut(text, "=")
	if id == "" || key == "" {
		s.options = append(s.options, func(*emulator.Emulator) error { return fmt.Errorf("-app must be id=key") })
		return nil
	}
	s.options = append(s.options, emulator.App(id, key))
	return nil
}

// addAccount cuts at the last =, since a secret may contain one. It leaves errors to
// the options: package flag would print the value, and with it the secret.
func (s *settings) addAccount(text string) error {
	cut := max(strings.LastIndex(text, "="), 0)
	id, secret, added := strings.Cut(text[:cut], ":")
	if id == "" || added && secret == "" {
		s.options = append(s.options, func(*emulator.Emulator) error {
			return fmt.Errorf("-account must be id=account or id:secret=account")
		})
		return nil
	}
	if added {
		s.options = append(s.options, emulator.Key(id, secret))
	}
	s.options = append(s.options, emulator.InAccount(id, text[cut+1:]))
	return nil
}
