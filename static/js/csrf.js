// The token Django wants back with every request that changes something. Read anew each time: it
// changes when somebody logs in.

export function csrfToken(cookies = document.cookie) {
  const found = cookies.match(/(?:^|; )csrftoken=([^;]+)/);
  return found ? decodeURIComponent(found[1]) : "";
}
