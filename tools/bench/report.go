package main

import (
	"fmt"
	"slices"
	"time"
)

// report prints figures and counts the bounds that are kept.
type report struct{ kept, over int }

// heading names a part and its two columns.
func heading(title, ours, other string) {
	fmt.Printf("\n%s\n%-34s %12s %12s %7s %7s\n", title, "", ours, other, "ratio", "bound")
}

// row prints two values side by side; bound 0 is none.
func (r *report) row(name string, ours, other, bound float64, format func(float64) string) {
	fmt.Printf("%-34s %12s %12s %7.2f", name, format(ours), format(other), ours/other)
	switch {
	case bound == 0:
	case ours/other <= bound:
		r.kept++
		fmt.Printf(" %7.2f  OK", bound)
	default:
		r.over++
		fmt.Printf(" %7.2f  OVER", bound)
	}
	fmt.Println()
}

func milliseconds(v float64) string { return fmt.Sprintf("%.2f ms", v/float64(time.Millisecond)) }

func seconds(v float64) string { return fmt.Sprintf("%.2f s", v/float64(time.Second)) }

func mebibytes(v float64) string { return fmt.Sprintf("%.2f MiB", v/(1<<20)) }

// median of the values that get finds in the samples, of which there is one at least.
func median[S any](samples []S, get func(S) float64) float64 {
	values := make([]float64, len(samples))
	for i, s := range samples {
		values[i] = get(s)
	}
	slices.Sort(values)
	return (values[(len(values)-1)/2] + values[len(values)/2]) / 2
}
