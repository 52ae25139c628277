package framework

import "sync"

// Claims finds two objects of one plan that claim the same thing, such as two
// instances the same user ID in a channel. The provider makes one for its life,
// which is one plan or one apply.
type Claims struct {
	mu sync.Mutex
	by map[[2]string]string
}

// Claim notes that an object claims a thing of a kind, and reports whether no
// other object has claimed it before. An object is named by its ID; "" is a new
// one, which differs from all others.
func (c *Claims) Claim(kind, thing, id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.by == nil {
		c.by = map[[2]string]string{}
	}
	other, taken := c.by[[2]string{kind, thing}]
	if !taken {
		c.by[[2]string{kind, thing}] = id
	}
	return !taken || id != "" && other == id
}

// By returns the ID of the object that has claimed a thing of a kind, "" if there
// is none.
func (c *Claims) By(kind, thing string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.by[[2]string{kind, thing}]
}
