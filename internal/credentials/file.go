package credentials

import (
	"gopkg.in/ini.v1"
)

// files is the content of the profile files.
type files struct {
	hidden

	// jsonPath is the path of config.json, jsonProblem why it cannot be used, and
	// profile the chosen one of its profiles; empty when there is a problem.
	jsonPath    string
	jsonProblem string
	profile     profile
	config      configJSON

	// iniPath is the path of the vendor's ini file, iniProblem why it cannot be
	// used, and section the chosen one of its sections.
	iniPath     string
	iniProblem  string
	section     map[string]string
	sectionName string
}

// readFiles reads the profile files. One setting may name either of them: the
// content decides which it is, and the other one has its default path then.
func readFiles(c Config) files {
	f := files{jsonPath: c.inHome(".aliyun", "config.json"), iniPath: c.inHome(".alibabacloud", "credentials")}
	if c.File.Value != "" {
		path := c.expandHome(c.File.Value)
		if text, err := readFile(path); err == nil && !looksLikeJSON(text) {
			f.iniPath = path
		} else {
			f.jsonPath = path
		}
	}
	if c.Profile.Value == "" {
		f.jsonProblem = c.Profile.unset() + ", so config.json is not read"
	} else if f.config, f.jsonProblem = readConfigJSON(f.jsonPath); f.jsonProblem != "" {
		f.jsonProblem = quoted(c.Profile.Value) + " cannot be read: " + f.jsonProblem
	} else {
		f.profile, f.jsonProblem = f.config.profile(c.Profile.Value, f.jsonPath)
	}
	f.readSection(c.Profile.Value)
	return f
}

// readSection reads the section of the ini file that has the profile's name, or
// "default". The vendor's tools use the same library.
func (f *files) readSection(name string) {
	if f.sectionName = name; name == "" {
		f.sectionName = "default"
	}
	text, err := readFile(f.iniPath)
	if err != nil {
		f.iniProblem = fileProblem(f.iniPath, err)
		return
	}
	f.section, f.iniProblem = iniSection(text, f.sectionName)
}

// iniSection returns a section of an ini file, or what is wrong with the file.
func iniSection(text []byte, name string) (map[string]string, string) {
	content, err := ini.Load(text)
	if err != nil {
		return nil, "is not an ini file"
	}
	section, err := content.GetSection(name)
	if err != nil {
		return nil, "has no section [" + name + "]"
	}
	return section.KeysHash(), ""
}
