// Talks to the sandbox's server; knows nothing of the page.

const UNREACHABLE = "We had some trouble connecting. Try again?";

const address = (path, params) => `${path}?${new URLSearchParams(params)}`;

export async function fetchState(as) {
  const response = await fetch(as ? address("/state", { as }) : "/state", { cache: "no-store" });
  if (response.status === 404) return null; // nobody of this name
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return response.json();
}

async function answerOf(request) {
  try {
    const response = await request;
    const answer = await response.json();
    return response.ok || "ok" in answer ? answer : { ok: false, trouble: UNREACHABLE };
  } catch {
    return { ok: false, trouble: UNREACHABLE };
  }
}

export function act(as, body) {
  const headers = { "Content-Type": "application/json" };
  return answerOf(
    fetch(address("/act", { as }), { method: "POST", headers, body: JSON.stringify(body) }),
  );
}

export function upload(as, file, channel) {
  const params = { as, name: file.name, ...(channel && { channel }) };
  const headers = { "Content-Type": file.type || "application/octet-stream" };
  return answerOf(fetch(address("/upload", params), { method: "POST", headers, body: file }));
}

export const downloadUrl = (as, file) =>
  address(`/download/${encodeURIComponent(file.id)}`, { as });

// Keeps one WebSocket open for `as` and reopens it, ever more patiently, when it drops.
export function listen(as, { onVersion, onOpen, onDrop }) {
  let socket = null;
  let patience = 400;
  let stopped = false;
  let timer = null;

  function open() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    socket = new WebSocket(`${scheme}://${location.host}${address("/live", { as })}`);
    socket.onopen = () => {
      patience = 400;
      onOpen();
    };
    socket.onmessage = (event) => onVersion(JSON.parse(event.data).version);
    socket.onclose = () => {
      if (stopped) return;
      onDrop();
      timer = setTimeout(open, patience);
      patience = Math.min(patience * 1.6, 5000);
    };
  }

  open();
  return () => {
    stopped = true;
    clearTimeout(timer);
    socket?.close();
  };
}
