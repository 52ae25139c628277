package parent

import (
	"os"
	"os/signal"
)

// Outlive keeps signals from ending this process. What ends the CLI may not end
// the plugin before it has dealt with a call that it has just started: SIGTERM and
// SIGHUP reach the whole process group, and SIGPIPE comes when it writes to a CLI
// that is gone.
//
// It is not signal.Ignore: commands inherit an ignored signal, so that nothing that
// an External profile starts could be ended by it. For the same reason a signal
// that is ignored already, such as SIGHUP by nohup, stays so.
func Outlive(signals ...os.Signal) {
	received := make(chan os.Signal, 1)
	for _, s := range signals {
		if !signal.Ignored(s) {
			signal.Notify(received, s)
		}
	}
	go func() {
		for range received {
		}
	}()
}
