package emulator

import "time"

// timeForm is the format of GmtCreate and GmtModified.
const timeForm = "2006-01-02T15:04:05.000+00:00"

// clock is the time of the service. It starts at the real time and stands still
// unless offset, step or speed move it.
type clock struct {
	start  time.Time
	offset time.Duration
	step   time.Duration
	speed  float64
}

func newClock() *clock { return &clock{start: time.Now()} }

func (c *clock) now() time.Time {
	elapsed := time.Duration(float64(time.Since(c.start)) * c.speed)
	return c.start.Add(c.offset + elapsed).UTC()
}

// tick adds the step of one request.
func (c *clock) tick() { c.offset += c.step }

func stamp(t time.Time) string { return t.UTC().Format(timeForm) }
