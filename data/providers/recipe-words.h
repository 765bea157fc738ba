/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Made by extract-words.py for the translators; no source includes it. After a change of a recipe:
 * data/providers/extract-words.py data/providers */
/* clang-format off */

/* TRANSLATORS: desec.recipe [Field domain] Label */
N_ ("Domain")

/* TRANSLATORS: desec.recipe [Field domain] Where */
N_ ("The domain as it stands in your list of domains, for example name.dedyn.io.")

/* TRANSLATORS: desec.recipe [Field token] Label */
N_ ("Token")

/* TRANSLATORS: desec.recipe [Field token] Where */
N_ ("Menu “Token Management”, button with the plus sign. The secret value is shown once. This is not the account password.")

/* TRANSLATORS: duckdns.recipe [Field token] Label */
N_ ("Token")

/* TRANSLATORS: duckdns.recipe [Field token] Where */
N_ ("At the top of the page after signing in.")

/* TRANSLATORS: dyn.recipe [Field user] Label */
N_ ("User name")

/* TRANSLATORS: dyn.recipe [Field user] Where */
N_ ("The name you sign in with at Dyn.")

/* TRANSLATORS: dyn.recipe [Field pass] Label */
N_ ("Updater client key")

/* TRANSLATORS: dyn.recipe [Field pass] Where */
N_ ("My Account, Account Settings, “Updater Client Key”. The account password works too, but the key can do less harm.")

/* TRANSLATORS: dyndns2.recipe [Provider] Name */
N_ ("Other server (dyndns2)")

/* TRANSLATORS: dyndns2.recipe [Field server] Label */
N_ ("Server")

/* TRANSLATORS: dyndns2.recipe [Field server] Where */
N_ ("Its name, for example ddns.example.org, or a whole address if the path is not /nic/update. Plain http:// is accepted for this computer alone.")

/* TRANSLATORS: dyndns2.recipe [Field user] Label */
N_ ("User name")

/* TRANSLATORS: dyndns2.recipe [Field user] Where */
N_ ("From the operator of the server.")

/* TRANSLATORS: dyndns2.recipe [Field pass] Label */
N_ ("Password")

/* TRANSLATORS: dyndns2.recipe [Field pass] Where */
N_ ("From the operator of the server.")

/* TRANSLATORS: dyndns2.recipe [Field single] Label */
N_ ("One name in each request")

/* TRANSLATORS: dyndns2.recipe [Field single] Where */
N_ ("Only if the server does not understand a list of names: write “yes”.")

/* TRANSLATORS: dynu.recipe [Field user] Label */
N_ ("User name")

/* TRANSLATORS: dynu.recipe [Field user] Where */
N_ ("The name you sign in with at Dynu.")

/* TRANSLATORS: dynu.recipe [Field pass] Label */
N_ ("IP update password")

/* TRANSLATORS: dynu.recipe [Field pass] Where */
N_ ("Control Panel, My Account, Username/Password, “IP Update Password”. The account password works too, but this one can do less harm.")

/* TRANSLATORS: dynu.recipe [Field zone] Label */
N_ ("Own domain")

/* TRANSLATORS: dynu.recipe [Field zone] Where */
N_ ("Only for names below a domain of your own, such as nas.example.com: the domain, here example.com.")

/* TRANSLATORS: dynv6.recipe [Field token] Label */
N_ ("HTTP token")

/* TRANSLATORS: dynv6.recipe [Field token] Where */
N_ ("Menu “Keys”, section “HTTP Tokens”.")

/* TRANSLATORS: freedns.recipe [Field token] Label */
N_ ("Update token")

/* TRANSLATORS: freedns.recipe [Field token] Where */
N_ ("Menu “Dynamic DNS”, version 2: tick the name, “Enable dynamic DNS”. The token is the part of the shown address between /u/ and the last /.")

/* TRANSLATORS: freedns.recipe [Field token6] Label */
N_ ("Update token of the AAAA record")

/* TRANSLATORS: freedns.recipe [Field token6] Where */
N_ ("The same page shows a second token for the IPv6 record of the name. Leave it empty if you use only one of them.")

/* TRANSLATORS: henet.recipe [Field key] Label */
N_ ("DDNS key of the record")

/* TRANSLATORS: henet.recipe [Field key] Where */
N_ ("Edit the zone, mark the record “Enable entry for dynamic dns”, then the round arrow in its row: “Generate a key”. Give A and AAAA the same key.")

/* TRANSLATORS: ipv64.recipe [Field token] Label */
N_ ("Update token")

/* TRANSLATORS: ipv64.recipe [Field token] Where */
N_ ("“Domain Update Token” on the page of the domain, or the update token of the account.")

/* TRANSLATORS: namecheap.recipe [Field domain] Label */
N_ ("Domain")

/* TRANSLATORS: namecheap.recipe [Field domain] Where */
N_ ("The domain itself, for example example.com. The record must exist as “A + Dynamic DNS Record”.")

/* TRANSLATORS: namecheap.recipe [Field password] Label */
N_ ("Dynamic DNS password")

/* TRANSLATORS: namecheap.recipe [Field password] Where */
N_ ("Domain List, Manage, Advanced DNS, section “Dynamic DNS”: switch it on, the password appears beside it.")

/* TRANSLATORS: noip.recipe [Field user] Label */
N_ ("User name of the DDNS Key")

/* TRANSLATORS: noip.recipe [Field user] Where */
N_ ("In the menu at No-IP choose “DDNS Keys”, then the key of the name. The mail address of the account works too, but No-IP is phasing it out.")

/* TRANSLATORS: noip.recipe [Field pass] Label */
N_ ("Password of the DDNS Key")

/* TRANSLATORS: noip.recipe [Field pass] Where */
N_ ("Shown once when the key is made; make a new one if it is lost.")

/* TRANSLATORS: ovh.recipe [Field user] Label */
N_ ("DynHost identifier")

/* TRANSLATORS: ovh.recipe [Field user] Where */
N_ ("Web Cloud, DNS zones, your domain, tab “DynHost”, “Manage access”: the domain, a hyphen and the suffix.")

/* TRANSLATORS: ovh.recipe [Field pass] Label */
N_ ("Password of the identifier")

/* TRANSLATORS: ovh.recipe [Field pass] Where */
N_ ("The one you chose with the identifier; it can be changed in the same list.")

/* TRANSLATORS: practice.recipe [Provider] Name */
N_ ("Practice provider")

/* TRANSLATORS: practice.recipe [Field server] Label */
N_ ("Server")

/* TRANSLATORS: practice.recipe [Field server] Where */
N_ ("Leave it as it is unless you started “signpostctl practice” with another port.")

/* TRANSLATORS: practice.recipe [Field user] Label */
N_ ("User name")

/* TRANSLATORS: practice.recipe [Field user] Where */
N_ ("“practice”, unless you started it with --user.")

/* TRANSLATORS: practice.recipe [Field pass] Label */
N_ ("Password")

/* TRANSLATORS: practice.recipe [Field pass] Where */
N_ ("“practice”, unless you started it with --password.")

/* TRANSLATORS: strato.recipe [Field user] Label */
N_ ("Domain")

/* TRANSLATORS: strato.recipe [Field user] Where */
N_ ("Your domain at STRATO; it is the user name.")

/* TRANSLATORS: strato.recipe [Field pass] Label */
N_ ("DynDNS password")

/* TRANSLATORS: strato.recipe [Field pass] Where */
N_ ("Customer login, Domains, domain administration, “DynDNS”; set there once, apart from the login password.")

/* TRANSLATORS: url.recipe [Provider] Name */
N_ ("Other provider (own address)")

/* TRANSLATORS: url.recipe [Field url] Label */
N_ ("Address to call")

/* TRANSLATORS: url.recipe [Field url] Where */
N_ ("As your provider shows it, with {ip} for the address and {host} for the name. {ip4} and {ip6} together send both in one request. Kept in the keyring, because such addresses often hold a key.")

/* TRANSLATORS: url.recipe [Field user] Label */
N_ ("User name")

/* TRANSLATORS: url.recipe [Field user] Where */
N_ ("Only if your provider asks for one beside the address.")

/* TRANSLATORS: url.recipe [Field pass] Label */
N_ ("Password")

/* TRANSLATORS: url.recipe [Field pass] Where */
N_ ("Only if your provider asks for one beside the address.")

/* TRANSLATORS: url.recipe [Field success] Label */
N_ ("Expected words")

/* TRANSLATORS: url.recipe [Field success] Where */
N_ ("Words that the answer holds when all went well, or a regular expression between slashes. Without them “good”, “nochg”, “ok” and “updated” at the beginning are understood; anything else counts as not known.")
