#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Makes the certificates of the TLS tests in the folder it is given: an authority, and what it signed
# well, for another host and with a date that is over; and one that signed itself. NAME.pem holds
# certificate and key, authority.pem only the certificate.
set -eu
cd "$1"

key="-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
# shellcheck disable=SC2086
openssl req -x509 $key -keyout authority.key -out authority.pem -days 30 -subj "/CN=Test authority"

issue()
{
  name=$1
  days=$2
  echo "subjectAltName=$3" >extensions
  # shellcheck disable=SC2086
  openssl req $key -keyout "$name.key" -out request -subj "/CN=$name"
  openssl x509 -req -in request -CA authority.pem -CAkey authority.key -CAcreateserial \
    -days "$days" -extfile extensions -out certificate
  cat certificate "$name.key" >"$name.pem"
}

issue good 30 IP:127.0.0.1,DNS:localhost
issue other 30 DNS:other.example.org
issue expired -1 IP:127.0.0.1,DNS:localhost

# shellcheck disable=SC2086
openssl req -x509 $key -keyout self.key -out certificate -days 30 -subj "/CN=self" \
  -addext "subjectAltName=IP:127.0.0.1"
cat certificate self.key >self.pem
cp certificate self-authority.pem
echo "no certificate" >empty.pem
