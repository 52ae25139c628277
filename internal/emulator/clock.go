package emulator

import "time"

// timeForm is how the API writes GmtCreate and GmtModified.
const timeForm = "2006-01-02T15:04:05.000+00:00"

// clock is the time of the calls: it starts at the real time and then stands
// still but for advance, step and speed.
type clock struct {
	start  time.Time
	offset time.Duration
	step   time.Duration
	speed  float64
}

func newClock() *clock { return &clock{start: time.Now()} }

func (c *clock) now() time.Time {
	run := time.Duration(float64(time.Since(c.start)) * c.speed)
	return c.start.Add(c.offset + run).UTC()
}

// tick lets the time of one call pass.
func (c *clock) tick() { c.offset += c.step }

func stamp(t time.Time) string { return t.UTC().Format(timeForm) }
