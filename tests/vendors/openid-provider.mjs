// A certified OpenID provider on loopback: node openid-provider.mjs PACKAGES PORT CALLBACK SECRET PEOPLE
// PEOPLE is JSON: claims by login. What it prints first is its address.
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [packages, port, callback, secret, people] = process.argv.slice(2);
const { Provider } = await import(pathToFileURL(join(packages, "oidc-provider", "lib", "index.js")));
const known = JSON.parse(people);
const issuer = `http://127.0.0.1:${port}`;
const provider = new Provider(issuer, {
  clients: [{ client_id: "detour", client_secret: secret, redirect_uris: [callback] }],
  claims: { openid: ["sub"], profile: ["name"], email: ["email", "email_verified"], groups: ["groups"] },
  pkce: { required: () => true },
  cookies: { keys: ["of a test"] },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...known[id] }) }),
});
provider.listen(Number(port), "127.0.0.1", () => console.log(issuer));
