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
	// A pipe would be waited for without end.
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
		return "has no place, because the environment names no home folder"
	case errors.Is(err, fs.ErrNotExist):
		return "does not exist"
	case errors.Is(err, fs.ErrPermission):
		return "may not be read by this user"
	}
	return "cannot be read"
}

func (c Config) atHome(parts ...string) string {
	if c.Home == "" {
		return ""
	}
	return filepath.Join(append([]string{c.Home}, parts...)...)
}

// expand puts the user's folder in the place of a leading ~.
func (c Config) expand(path string) string {
	if path == "~" || strings.HasPrefix(path, "~/") || strings.HasPrefix(path, `~\`) {
		return c.atHome(path[1:])
	}
	return path
}
