/* Serves the shell of the report form when there is no signal. Keeps no page of a reader: the shell is asked for without cookies. */
const KEEP = "huying-{{ version }}";
const SHELL = "{{ shell|escapejs }}";
const FILES = {{ files|safe }};

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(KEEP).then(async (kept) => {
      await kept.addAll(FILES);
      const shell = await fetch(SHELL, { credentials: "omit" });
      if (!shell.ok) throw new Error("no shell");
      await kept.put(SHELL, shell);
    }).then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys().then((names) => Promise.all(names.filter((name) => name.startsWith("huying-") && name !== KEEP).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const { pathname } = new URL(request.url);
  if (request.mode === "navigate" && pathname.startsWith("/report/")) {
    event.respondWith(fetch(request).catch(() => caches.match(SHELL)));
  } else if (FILES.includes(pathname)) {
    event.respondWith(caches.match(request, { ignoreSearch: true }).then((kept) => kept || fetch(request)));
  }
});
