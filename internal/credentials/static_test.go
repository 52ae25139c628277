package credentials_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alicloud-ims/terraform-provider-alicloud/internal/credentials"
	"github.com/alicloud-ims/terraform-provider-alicloud/internal/openapi"
)

const (
	argument = "provider argument "
	variable = "environment variable "
)

var (
	accessPlaces = []string{argument + "access_key", variable + "ALICLOUD_ACCESS_KEY", variable + "ALIBABA_CLOUD_ACCESS_KEY_ID"}
	secretPlaces = []string{argument + "secret_key", variable + "ALICLOUD_SECRET_KEY"}
	noKey        = credentials.Setting{Places: accessPlaces}
	noSecret     = credentials.Setting{Places: secretPlaces}
	key          = credentials.Setting{Value: "LTAI-1", From: argument + "access_key"}
	secret       = credentials.Setting{Value: "canary-secret", From: variable + "ALICLOUD_SECRET_KEY"}
	token        = credentials.Setting{Value: "canary-token", From: variable + "ALIBABA_CLOUD_SECURITY_TOKEN"}
)

func TestStaticKeysSayWhereTheyComeFrom(t *testing.T) {
	t.Parallel()
	ofOnePlace := credentials.Setting{Value: " canary-secret\n", From: key.From}
	cases := map[string]struct {
		settings credentials.Settings
		want     openapi.Keys
	}{
		"one place": {
			credentials.Settings{AccessKey: key, SecretKey: ofOnePlace},
			openapi.Keys{AccessKeyID: "LTAI-1", AccessKeySecret: "canary-secret", Source: "provider argument access_key"},
		},
		"three places": {
			credentials.Settings{AccessKey: key, SecretKey: secret, SecurityToken: token},
			openapi.Keys{
				AccessKeyID: "LTAI-1", AccessKeySecret: "canary-secret", SecurityToken: "canary-token",
				Source: "provider argument access_key, environment variable ALICLOUD_SECRET_KEY and environment variable ALIBABA_CLOUD_SECURITY_TOKEN",
			},
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := credentials.Static(tc.settings)(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if got != tc.want {
				t.Errorf("got other keys, from %s; want %s", got.Source, tc.want.Source)
			}
		})
	}
}

func TestMissingKeysNameEveryPlaceThatWasLookedAt(t *testing.T) {
	t.Parallel()
	const (
		noAccessKey = "access_key is not set: looked at provider argument access_key, environment variable ALICLOUD_ACCESS_KEY, environment variable ALIBABA_CLOUD_ACCESS_KEY_ID"
		noSecretKey = "secret_key is not set: looked at provider argument secret_key, environment variable ALICLOUD_SECRET_KEY"
	)
	cases := map[string]struct {
		settings credentials.Settings
		want     string
	}{
		"nothing":     {credentials.Settings{AccessKey: noKey, SecretKey: noSecret}, noAccessKey + "; " + noSecretKey},
		"key alone":   {credentials.Settings{AccessKey: key, SecretKey: noSecret}, noSecretKey + "; the access key of provider argument access_key is set but its secret is not"},
		"only blanks": {credentials.Settings{AccessKey: credentials.Setting{Value: " \n", From: "x", Places: accessPlaces}, SecretKey: noSecret}, noAccessKey + "; " + noSecretKey},
		"secret alone": {
			credentials.Settings{AccessKey: noKey, SecretKey: secret},
			noAccessKey + "; the secret of environment variable ALICLOUD_SECRET_KEY is set but its access key is not",
		},
		"token alone": {
			credentials.Settings{AccessKey: noKey, SecretKey: noSecret, SecurityToken: token},
			noAccessKey + "; " + noSecretKey + "; the security token of environment variable ALIBABA_CLOUD_SECURITY_TOKEN is set but its keys are not complete",
		},
		"no places known": {credentials.Settings{}, "access_key is not set; secret_key is not set"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := credentials.Static(tc.settings)(t.Context())
			var missing *credentials.MissingError
			if !errors.As(err, &missing) {
				t.Fatalf("got %T: %v", err, err)
			}
			if diff := cmp.Diff(tc.want, err.Error()); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
			if strings.Contains(fmt.Sprintf("%+v %#v", *missing, *missing), "canary") {
				t.Error("the error holds a value")
			}
		})
	}
}

func TestKeysOfUnknownArgumentsNameTheArguments(t *testing.T) {
	t.Parallel()
	_, err := credentials.NotKnownYet([]string{"access_key", "secret_key"})(t.Context())
	if want := "the provider's access_key, secret_key is not known before apply"; err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestSettingsAreNeverPrinted(t *testing.T) {
	t.Parallel()
	all := credentials.Settings{AccessKey: key, SecretKey: secret, SecurityToken: token}
	text, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	for _, printed := range []string{
		fmt.Sprintf("%v %+v %#v %s %q %x", all, all, all, all, &all, all), string(text), secret.String(), secret.GoString(),
	} {
		if strings.Contains(printed, "canary") || strings.Contains(printed, "63616e617279") {
			t.Errorf("a value appears in %s", printed)
		}
	}
	if got, want := secret.String()+", "+noKey.String(), "*** from environment variable ALICLOUD_SECRET_KEY, not set"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
