package credentials

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// commandTimeout is that of the vendor's library.
const commandTimeout = 60 * time.Second

// fromCommand returns the fetch for the credentials that the command of a profile
// prints. It is our own code: the vendor's library prints output that it does not
// understand, leaves the command's children running after a time-out, and writes
// the credentials into config.json. The profile is read again at each refresh.
func fromCommand(c Config, name string, read func() (profile, error)) fetch {
	timeout := commandTimeout
	if c.Timeout > 0 {
		timeout = c.Timeout
	}
	return func(ctx context.Context) (lease, error) {
		p, err := read()
		if err != nil {
			return lease{}, err
		}
		failed := func(class Class, detail string, again int) (lease, error) {
			return lease{}, &Error{Source: name, Class: class, Detail: detail, again: again, Advice: "Run the profile's process_command by hand: it must print JSON with mode, access_key_id, access_key_secret and, for mode StsToken, sts_token and expiration"}
		}
		args, ok := splitCommand(p.ProcessCommand, runtime.GOOS == "windows")
		if !ok || len(args) == 0 {
			return failed(Incomplete, "process_command is missing, or a quote in it is not closed", 0)
		}
		bounded, cancel := context.WithTimeout(ctx, timeout)
		defer cancel()
		out, err := run(bounded, args)
		switch {
		case ctx.Err() != nil:
			return lease{}, ctx.Err()
		case bounded.Err() != nil:
			return failed(TimedOut, "the command did not end within "+timeout.String(), 0)
		case err != nil:
			detail, again := commandProblem(err)
			return failed(Refused, detail, again)
		}
		var printed struct {
			Mode            string `json:"mode"`
			AccessKeyID     string `json:"access_key_id"`
			AccessKeySecret string `json:"access_key_secret"`
			SecurityToken   string `json:"sts_token"`
			Expiration      string `json:"expiration"`
		}
		if json.Unmarshal(out, &printed) != nil {
			return failed(Unreadable, "the command did not print one JSON object", againAfterCommand)
		}
		if printed.Mode == "StsToken" && printed.SecurityToken == "" {
			return failed(Unreadable, "the command printed mode StsToken without sts_token", 0)
		}
		return document{
			AccessKeyID: printed.AccessKeyID, AccessKeySecret: printed.AccessKeySecret,
			SecurityToken: printed.SecurityToken, Expiration: printed.Expiration,
		}.lease(name)
	}
}

var errTooMuch = errors.New("the command printed too much")

// run returns what a command prints to standard output. Its standard error is
// discarded, because it may hold anything. The end of the context kills the
// command with everything that it has started.
func run(ctx context.Context, args []string) ([]byte, error) {
	out := &limitedBuffer{room: maxResponse}
	command := exec.CommandContext(ctx, args[0], args[1:]...) //nolint:gosec // The command is the user's, from the user's profile.
	command.Stdout = out
	command.Stderr = io.Discard
	command.WaitDelay = time.Second // For children that keep the output open.
	inProcessGroup(command)
	err := command.Run()
	switch {
	case out.room < 0:
		err = errTooMuch // The command itself ended because its output was closed.
	case errors.Is(err, exec.ErrWaitDelay):
		err = nil // The command itself succeeded.
	}
	return out.content.Bytes(), err
}

// limitedBuffer is a buffer with a maximum size. It does not embed its buffer:
// io.Copy would use the buffer's ReadFrom instead of Write.
type limitedBuffer struct {
	hidden

	content bytes.Buffer
	room    int
}

// Write fails when the buffer is full.
func (l *limitedBuffer) Write(b []byte) (int, error) {
	if l.room -= len(b); l.room < 0 {
		return 0, errTooMuch
	}
	return l.content.Write(b)
}

// commandProblem returns what went wrong with a command, and how often it is run
// again. A time-out is no reason to run it again: the user may not have responded to
// it.
func commandProblem(err error) (detail string, again int) {
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		return "the command ended with " + exit.String(), againAfterCommand
	case errors.Is(err, exec.ErrNotFound):
		return "the command was not found on PATH", 0
	case errors.Is(err, errTooMuch):
		return errTooMuch.Error(), 0
	}
	return "the command could not be run", 0
}

// splitCommand splits a command into arguments as a shell does, without expanding
// anything: blanks separate, quotes join, and a backslash escapes the next
// character, except within single quotes. On Windows a backslash belongs to
// paths, and escapes only a double quote within double quotes. It also reports
// whether all quotes are closed.
func splitCommand(command string, windows bool) ([]string, bool) {
	var (
		args    []string
		word    strings.Builder
		quote   rune
		started bool
	)
	runes := []rune(strings.TrimSpace(command))
	for i := 0; i < len(runes); i++ {
		r := runes[i]
		switch {
		case r == '\\' && escapes(quote, runes[i+1:], windows):
			i++
			started = true
			word.WriteRune(runes[i])
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '\'' || r == '"'):
			quote, started = r, true
		case quote == 0 && strings.ContainsRune(" \t\r\n", r):
			if started {
				args = append(args, word.String())
			}
			word.Reset()
			started = false
		default:
			started = true
			word.WriteRune(r)
		}
	}
	if started {
		args = append(args, word.String())
	}
	return args, quote == 0
}

func escapes(quote rune, rest []rune, windows bool) bool {
	switch {
	case quote == '\'' || len(rest) == 0:
		return false
	case windows:
		return quote == '"' && rest[0] == '"'
	case quote == '"':
		return strings.ContainsRune("\"\\$`", rest[0])
	}
	return true
}
