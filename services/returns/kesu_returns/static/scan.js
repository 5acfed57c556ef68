// The handheld's page. A scan goes into the browser's storage first and to the server second, so a hole in the radio loses nothing: each lies
// under its own key (device and sequence), a key is taken away only when the server has answered for it, and sending twice is harmless.
// Storage of the open page and no service worker: a page kept for later would hold an old sign-in, and handhelds keep the page open.
(() => {
  "use strict";
  const KEY = "kesu-scan:";
  const MOST = 200, EVERY = 15000;
  const QUANTITY = /^\d{1,7}(\.\d{1,3})?$/;
  const TONES = { accepted: [[880, 0.12]], already_known: [[660, 0.1], [660, 0.1]], unmatched: [[440, 0.2], [330, 0.3]], doubtful: [[880, 0.12], [440, 0.2]] };
  const WRONG = [[220, 0.25], [220, 0.25], [220, 0.25]];
  const station = document.getElementById("station");
  const form = station.querySelector("form");
  const input = () => document.querySelector("[data-scan]");
  const words = JSON.parse(station.dataset.words);
  const device = form.elements.device.value;
  const mine = `${KEY}${device.slice(0, device.lastIndexOf("@") + 1)}`;
  let sequence = 0, sent = 0, sending = false, sound = null, timer = null;

  // — focus: a wedge scanner types wherever the cursor is; other fields keep it while somebody works in them.
  const focus = () => input()?.focus({ preventScroll: true });
  document.addEventListener("htmx:afterSettle", focus);
  document.addEventListener("focusout", () => setTimeout(() => { if (document.activeElement === document.body) focus(); }, 50));
  window.addEventListener("focus", focus);
  document.addEventListener("focusin", (event) => { if (event.target === input()) event.target.select(); });
  document.addEventListener("keydown", (event) => {
    if (document.activeElement === document.body && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) focus();
    if (event.key === "Escape") { input().value = ""; focus(); }
    // The wedge's ASCII 29 would be lost in a text input: kept as the visible sign that the server reads as the GS1 separator.
    if (event.target === input() && (event.key === "F8" || (event.ctrlKey && event.key === "]"))) {
      event.preventDefault();
      event.target.setRangeText("␝", event.target.selectionStart, event.target.selectionEnd, "end");
    }
  });

  // — what is seen and heard
  const part = (name, text) => {
    const line = document.createElement("div");
    line.className = name;
    line.textContent = text;
    return line;
  };
  const show = (status, lines) => {
    const result = station.querySelector(".k-scan-result");
    result.className = `k-scan-result k-scan-${status}`;
    result.replaceChildren(...lines, part("k-scan-count", count()));
  };
  const count = () => {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(KEY));
    const own = keys.filter((key) => key.startsWith(mine)).length;
    const told = [`${words.sent}: ${sent}`];
    if (own) told.push(`${words.waiting}: ${own}`);
    if (keys.length > own) told.push(`${words.others}: ${keys.length - own}`);
    return told.join(" · ");
  };
  const tell = () => { station.querySelector(".k-scan-count").textContent = count(); list(); };
  const play = (status) => {
    sound ??= new AudioContext();
    let at = sound.currentTime;
    for (const [pitch, seconds] of TONES[status] ?? WRONG) {
      const tone = sound.createOscillator();
      tone.frequency.value = pitch;
      tone.connect(sound.destination);
      tone.start(at);
      tone.stop(at + seconds);
      at += seconds + 0.06;
    }
  };
  const said = ({ status, reason }) => (words[status] ?? status) + (reason ? `: ${words[reason] ?? reason}` : "");
  const advice = (answer, scan) => {
    const { status, reason } = answer.first ?? answer;
    if (reason === "place_label") return "do_place_label";
    return status === "unmatched" && scan.action !== "arrive" ? `do_carry_${reason}` : `do_${status}`;
  };
  const answered = (answer, scan) => {
    const lines = [part("k-scan-word", said(answer))];
    if (answer.first) lines.push(part("", `${words.first}: ${said(answer.first)}`));
    for (const { return_number: number, quantity, place } of answer.booked) lines.push(part("k-scan-number", `${number} × ${Number(quantity)} → ${words[place] ?? place}`));
    if (!answer.booked.length) lines.push(part("k-scan-number", `${answer.return_number ?? "–"} × ${Number(answer.quantity)}`));
    lines.push(part("k-scan-code", scan.code));
    const doubts = [answer.place_known ? "" : "do_place", answer.return_known ? "" : "do_return"];
    for (const name of [advice(answer, scan), ...doubts]) if (words[name]) lines.push(part("", words[name]));
    const tone = answer.status === "accepted" && doubts.some(Boolean) ? "doubtful" : answer.status;
    show(tone, lines);
    play(tone);
  };

  // — what the server refused stays, is seen, and is sent again as it was corrected, or thrown away
  const refusals = () => Object.keys(localStorage).filter((key) => key.startsWith(mine)).map((key) => [key, JSON.parse(localStorage[key])])
    .filter(([, one]) => one.refused);
  const button = (name, act) => {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm", textContent: words[name] });
    made.addEventListener("click", act);
    return made;
  };
  const list = () => {
    const box = station.querySelector("[data-refused]");
    const found = refusals();
    box.hidden = !found.length;
    box.querySelector("ul").replaceChildren(...found.map(([key, one]) => {
      const item = document.createElement("li");
      const { code, quantity, place } = one.scan;
      item.append(part("k-scan-code", [code, quantity && `× ${quantity}`, place].filter(Boolean).join(" · ")), part("", one.refused));
      item.append(button("correct", () => {
        for (const name of ["action", "quantity", "place", "return_number"]) form.elements[name].value = one.scan[name] ?? "";
        localStorage.removeItem(key);
        input().value = code;
        focus();
        tell();
      }), button("discard", () => { if (confirm(words.discard_sure)) { localStorage.removeItem(key); focus(); tell(); } }));
      return item;
    }));
  };

  // — the queue
  const waiting = () => Object.keys(localStorage).filter((key) => key.startsWith(mine)).map((key) => [key, JSON.parse(localStorage[key])])
    .filter(([, one]) => !one.refused).sort(([, one], [, other]) => one.scan.scanned_at.localeCompare(other.scan.scanned_at));
  const post = (site, scans) => fetch(`${station.dataset.api}?site=${encodeURIComponent(site)}&sent_at=${encodeURIComponent(new Date().toISOString())}`, {
    method: "POST", credentials: "same-origin", body: JSON.stringify(scans),
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content },
  });
  // Whoever signed in again in another window has another token: it is fetched, so that the page need not be opened anew.
  const signed_in_anew = async () => {
    const meta = document.querySelector('meta[name="csrf-token"]');
    const page = await fetch(location.href, { credentials: "same-origin", headers: { Accept: "text/html" } });
    if (!page.ok || page.redirected) return false;
    const token = new DOMParser().parseFromString(await page.text(), "text/html").querySelector('meta[name="csrf-token"]')?.content;
    if (!token || session_of(token) === session_of(meta.content)) return false;
    meta.content = token;
    return true;
  };
  const session_of = (token) => token.split(".")[0];
  const send = async () => {
    clearTimeout(timer);
    timer = setTimeout(send, EVERY);
    if (sending) return;
    sending = true;
    try {
      for (let left = waiting(), most = MOST; left.length; left = waiting()) {
        const site = left[0][1].site;
        const batch = left.filter(([, one]) => one.site === site).slice(0, most);
        const answer = await post(site, batch.map(([, one]) => one.scan));
        if (answer.ok) {
          const told = await answer.json();
          batch.forEach(([key], index) => { localStorage.removeItem(key); sent += 1; answered(told[index], batch[index][1].scan); });
        } else if (answer.status === 422 && batch.length > 1) {
          most = 1; // one of them is wrong: find it
        } else if (answer.status === 422) {
          const [key, one] = batch[0];
          const problem = await answer.json().catch(() => ({}));
          const why = problem.errors?.map(({ detail }) => detail).join(" ") || problem.detail || words.refused;
          localStorage.setItem(key, JSON.stringify({ ...one, refused: why })); // kept and counted, but not in the others' way
          show("refused", [part("k-scan-word", why), part("k-scan-code", one.scan.code)]);
          play("refused");
        } else {
          const problem = await answer.json().catch(() => ({}));
          if (await signed_in_anew()) continue;
          show("refused", [part("k-scan-word", answer.status === 401 ? words.sign_in : problem.detail ?? words.refused), part("k-scan-code", batch[0][1].scan.code)]);
          play("refused");
          break; // kept: it waits, visibly, until it can be taken
        }
      }
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // what fetch throws without a network
      show("ready", [part("k-scan-word", words.offline), part("", words.kept)]);
    } finally {
      sending = false;
      tell();
    }
  };
  const places = () => {
    const list = `places-${form.elements.site.value}`;
    form.elements.place.setAttribute("list", list);
    return [...(document.getElementById(list)?.options ?? [])].map((option) => option.value);
  };
  form.elements.site.addEventListener("change", places);
  const take = (code) => {
    const place = code.trim().replace(/^\][A-Za-z]\w/, "");
    if (places().includes(place)) { // the label of a place: what is scanned next lies there
      form.elements.place.value = place;
      input().value = "";
      show("ready", [part("k-scan-word", words[place] ?? place), part("", words.do_place_label)]);
      play("already_known");
      return focus();
    }
    const value = (name) => form.elements[name]?.value.normalize("NFKC").trim() ?? "";
    sequence += 1;
    const scan = { device, sequence, code, action: value("action"), scanned_at: new Date().toISOString() };
    for (const name of ["quantity", "place", "return_number"]) if (value(name)) scan[name] = value(name);
    if (scan.quantity && !(QUANTITY.test(scan.quantity) && Number(scan.quantity) > 0)) {
      sequence -= 1;
      show("refused", [part("k-scan-word", words.quantity)]);
      play("refused");
      input().select(); // what the scanner types next takes its place
      return;
    }
    localStorage.setItem(`${KEY}${device}:${sequence}`, JSON.stringify({ site: value("site"), scan }));
    form.elements.quantity.value = "";
    input().value = "";
    show("ready", [part("k-scan-word", words.kept), part("k-scan-code", code)]);
    focus();
    send();
  };
  // A wedge types wherever the cursor is: what cannot be what the field asks for is told, and what stood there comes back.
  let before = "";
  form.addEventListener("focusin", ({ target }) => { before = target.value; });
  const astray = () => {
    const field = document.activeElement;
    if (input().value.trim() || !["quantity", "place", "return_number"].includes(field.name)) return;
    const typed = field.value.trim();
    const fits = { quantity: () => QUANTITY.test(typed), place: () => places().includes(typed), return_number: () => /^RT-/i.test(typed) };
    focus();
    if (!typed || fits[field.name]()) return;
    field.value = before === typed ? "" : before;
    show("refused", [part("k-scan-word", words.astray), part("k-scan-code", typed)]);
    play("refused");
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    astray();
    if (input().value.trim()) take(input().value);
  }, true);
  window.addEventListener("online", send);

  // — the camera: the reader is fetched when somebody first wants it
  const camera = station.querySelector("[data-camera]");
  const video = station.querySelector("video");
  let seen = ["", 0];
  const load = (address) => new Promise((good, bad) => {
    const script = Object.assign(document.createElement("script"), { src: address, onload: good, onerror: bad });
    document.head.append(script);
  });
  const look = async (canvas) => {
    if (!video.srcObject) return;
    if (video.videoWidth) {
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
      const paper = canvas.getContext("2d", { willReadFrequently: true });
      paper.drawImage(video, 0, 0);
      const [found] = await window.ZXingWASM.readBarcodes(paper.getImageData(0, 0, canvas.width, canvas.height), { maxNumberOfSymbols: 1 });
      if (found?.text && (found.text !== seen[0] || Date.now() - seen[1] > 3000)) {
        seen = [found.text, Date.now()];
        take((found.symbologyIdentifier ?? "") + found.text);
      }
    }
    setTimeout(look, 150, canvas);
  };
  camera.hidden = !navigator.mediaDevices?.getUserMedia;
  camera.addEventListener("click", async () => {
    if (video.srcObject) {
      video.srcObject.getTracks().forEach((track) => track.stop());
      video.srcObject = null;
      video.hidden = true;
      return focus();
    }
    try {
      if (!window.ZXingWASM) {
        await load(camera.dataset.reader);
        window.ZXingWASM.prepareZXingModule({ overrides: { locateFile: () => camera.dataset.wasm } });
      }
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      video.hidden = false;
      await video.play();
      look(document.createElement("canvas"));
    } catch (error) {
      show("refused", [part("k-scan-word", words.no_camera), part("k-scan-code", String(error.message ?? error.type))]);
    }
  });
  tell();
  if (waiting().length) send();
})();
