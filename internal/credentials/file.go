package credentials

import (
	"gopkg.in/ini.v1"
)

// readFiles reads the profile files. One variable may name either of them: the
// content tells which it is, and the other one is then at its usual place.
func readFiles(c Config) files {
	f := files{json: c.atHome(".aliyun", "config.json"), ini: c.atHome(".alibabacloud", "credentials")}
	if c.File.Value != "" {
		path := c.expand(c.File.Value)
		if text, err := readFile(path); err == nil && !looksLikeJSON(text) {
			f.ini = path
		} else {
			f.json = path
		}
	}
	if c.Profile.Value == "" {
		f.problem = c.Profile.unset() + ", so that no config.json is read"
	} else if all, problem := readProfiles(f.json); problem != "" {
		f.problem = problem
	} else if p, ok := all[c.Profile.Value]; ok {
		f.profile, f.all = p, all
	} else {
		f.problem = "`" + c.Profile.Value + "` is not in " + f.json
	}
	f.readSection(c.Profile.Value)
	return f
}

// readSection reads the section of the ini file that has the profile's name,
// or "default". The vendor's tools read the file with the same library.
func (f *files) readSection(name string) {
	if f.sectionOf = name; name == "" {
		f.sectionOf = "default"
	}
	text, err := readFile(f.ini)
	if err != nil {
		f.iniProblem = fileProblem(f.ini, err)
		return
	}
	content, err := ini.Load(text)
	if err != nil {
		f.iniProblem = "is not an ini file"
		return
	}
	section, err := content.GetSection(f.sectionOf)
	if err != nil {
		f.iniProblem = "has no section [" + f.sectionOf + "]"
		return
	}
	f.section = section.KeysHash()
}

// files are what the profile files say.
type files struct {
	hidden

	// json is the path of config.json, problem why it does not serve, and
	// profile the one that is asked for; it is empty when there is a problem.
	json    string
	problem string
	profile profile
	all     map[string]profile

	// ini is the path of the vendor's ini file, iniProblem why it does not
	// serve, and section the one that is asked for.
	ini        string
	iniProblem string
	section    map[string]string
	sectionOf  string
}
