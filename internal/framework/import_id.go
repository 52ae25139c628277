package framework

import (
	"regexp"
	"strings"
	"sync"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/ice"
)

// The IDs of the API are hex digits in all examples; the service is only known to
// use these characters.
var idPattern = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9_-]+$`) })

// ValidID reports whether a text can be an ID of the API.
func ValidID(id string) bool { return idPattern().MatchString(id) }

// SplitImportID splits <id>/<id>/… or <region>/<id>/… into the region, empty if
// there is none, and the IDs. It reports whether all of them have a valid form.
func SplitImportID(id string) (region string, ids []string, ok bool) {
	ids = strings.Split(id, "/")
	if len(ids) > 1 && ice.ValidRegion(ids[0]) {
		region, ids = ids[0], ids[1:]
	}
	for _, part := range ids {
		if !ValidID(part) {
			return "", nil, false
		}
	}
	return region, ids, true
}
