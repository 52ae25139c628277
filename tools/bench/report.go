package main

import (
	"fmt"
	"slices"
	"time"
)

// report prints results and counts the bounds that are kept and exceeded.
type report struct{ kept, over int }

// heading prints the title of a table and one column for each binary. Each
// column after the first has a ratio: the first value divided by this one.
func heading(title string, all []binary) {
	fmt.Printf("\n%s\n%-28s %12s", title, "", all[0].name)
	for _, b := range all[1:] {
		fmt.Printf(" %12s %7s", b.name, "ratio")
	}
	fmt.Println()
}

// row prints one value for each binary. The bound is for the last ratio; 0
// means no bound.
func (r *report) row(name string, bound float64, format func(float64) string, values []float64) {
	fmt.Printf("%-28s %12s", name, format(values[0]))
	ratio := 1.0
	for _, v := range values[1:] {
		ratio = values[0] / v
		fmt.Printf(" %12s %7.2f", format(v), ratio)
	}
	fmt.Println(r.verdict(ratio, bound))
}

// verdict counts a value against its bound and says which it was; a bound of 0 is
// none.
func (r *report) verdict(value, bound float64) string {
	switch {
	case bound == 0:
		return ""
	case value <= bound:
		r.kept++
		return fmt.Sprintf("  bound %.2f  OK", bound)
	default:
		r.over++
		return fmt.Sprintf("  bound %.2f  OVER", bound)
	}
}

func milliseconds(v float64) string { return fmt.Sprintf("%.2f ms", v/float64(time.Millisecond)) }

func seconds(v float64) string { return fmt.Sprintf("%.2f s", v/float64(time.Second)) }

func mebibytes(v float64) string { return fmt.Sprintf("%.2f MiB", v/(1<<20)) }

// medians returns for each list of samples the median of the values that get
// returns. No list may be empty.
func medians[S any](all [][]S, get func(S) float64) []float64 {
	found := make([]float64, 0, len(all))
	for _, samples := range all {
		values := make([]float64, len(samples))
		for i, s := range samples {
			values[i] = get(s)
		}
		slices.Sort(values)
		found = append(found, (values[(len(values)-1)/2]+values[len(values)/2])/2)
	}
	return found
}
