#!/bin/sh
# Prints an ARTC token: sh token.sh CHANNEL USER EXPIRES, with EXPIRES in seconds since 1970.
# ARTC_APP_ID and ARTC_APP_KEY are those of the ARTC application that the agent's page in the IMS console shows.
set -eu
channel=$1 user=$2 expires=$3

signature=$(printf '%s' "$ARTC_APP_ID$ARTC_APP_KEY$channel$user$expires" | openssl dgst -sha256 -r | cut -d ' ' -f 1)
printf '{"appid":"%s","channelid":"%s","userid":"%s","nonce":"","timestamp":%s,"token":"%s"}' \
	"$ARTC_APP_ID" "$channel" "$user" "$expires" "$signature" | base64 | tr -d '\n'
