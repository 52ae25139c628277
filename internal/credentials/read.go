package credentials

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const maxFile = 4 << 20

func readFile(path string) ([]byte, error) {
	if path == "" {
		return nil, fs.ErrNotExist
	}
	// Reading a pipe could block forever.
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return nil, errors.New("not a file")
	}
	file, err := os.Open(path) //nolint:gosec // The user names the file.
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	text, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err == nil && len(text) > maxFile {
		return nil, errors.New("too large")
	}
	return text, err
}

func fileProblem(path string, err error) string {
	switch {
	case path == "":
		return "has no path, because the environment has no home directory"
	case errors.Is(err, fs.ErrNotExist):
		return "does not exist"
	case errors.Is(err, fs.ErrPermission):
		return "cannot be read: permission denied"
	}
	return "cannot be read"
}

func (c Config) inHome(parts ...string) string {
	if c.Home == "" {
		return ""
	}
	return filepath.Join(append([]string{c.Home}, parts...)...)
}

// expandHome replaces a leading ~ by the user's home directory.
func (c Config) expandHome(path string) string {
	if path == "~" || strings.HasPrefix(path, "~/") || strings.HasPrefix(path, `~\`) {
		return c.inHome(path[1:])
	}
	return path
}
