// What pages do beyond plain HTML. Everything works without it, less comfortably. No inline code, no eval (strict CSP).
"use strict";
(() => {
  const words = JSON.parse(document.body?.dataset.words || "{}");
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content;
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;

  // --- notes that pass
  function toast(text, tone = "good") {
    const note = document.createElement("div");
    note.className = `k-toast k-toast-${tone}`;
    note.textContent = text;
    document.querySelector(".k-toasts")?.append(note);
    setTimeout(() => note.remove(), 6000);
  }
  document.addEventListener("kesu:toast", (event) => toast(event.detail.text, event.detail.tone));

  // --- the browser's time zone, for pages that do not belong to one site
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && !document.cookie.includes(`kesu_tz=${zone}`)) document.cookie = `kesu_tz=${zone}; path=/; max-age=31536000; samesite=lax`;

  // --- deadlines count on
  function span(ms) {
    const minutes = Math.floor(Math.abs(ms) / 60000);
    const parts = [["d", Math.floor(minutes / 1440)], ["h", Math.floor(minutes / 60) % 24], ["min", minutes % 60]];
    const first = parts.findIndex(([, n]) => n > 0);
    if (first < 0) return words.min.replace("{}", 0);
    return parts.slice(first, first + 2).filter(([, n]) => n > 0).map(([unit, n]) => words[unit].replace("{}", n)).join(" ");
  }
  function countDown() {
    for (const mark of all("[data-due]")) {
      const end = Date.parse(mark.dataset.due), opened = Date.parse(mark.dataset.opened), left = end - Date.now();
      const pressing = Number.isNaN(opened) ? left < 4 * 3600e3 : left <= (end - opened) * 0.25;
      const tone = left < 0 ? "late" : pressing ? "soon" : "ok";
      mark.classList.remove("k-due-late", "k-due-soon", "k-due-ok");
      mark.classList.add(`k-due-${tone}`);
      mark.querySelector("time").textContent = (left < 0 ? words.late : words.left).replace("{}", span(left));
    }
  }
  setInterval(countDown, 30000);

  // --- the session lives as long as somebody works
  let active = false, dirty = null;
  for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, () => { active = true; }, { passive: true });
  const renew = meta("kesu-renew");
  if (renew && new URL(renew, location.href).origin === location.origin) {
    setInterval(() => {
      if (!active) return;
      active = false;
      fetch(renew, { method: "POST", headers: { "X-CSRFToken": meta("csrf-token") }, credentials: "same-origin" }).catch(() => { active = true; });
    }, 300000);
  }

  // --- confirm, send once, warn before leaving
  function confirmed(text) {
    const dialog = document.getElementById("k-confirm");
    dialog.querySelector("p").textContent = text || words.confirm;
    const [no, yes] = all("button", dialog);
    [no.textContent, yes.textContent] = [words.no, words.yes];
    dialog.returnValue = "no";
    dialog.showModal();
    return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true }));
  }
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-confirm]");
    if (!button || button.dataset.sure) return;
    if (button.form && !button.form.reportValidity()) { event.preventDefault(); return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!(await confirmed(button.dataset.confirm))) return;
    button.dataset.sure = "1";
    button.click();
    delete button.dataset.sure;
  }, true);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sending) { event.preventDefault(); return; }
    form.dataset.sending = "1";
    form.setAttribute("aria-busy", "true");
    if (filesOf(form).length) {
      event.preventDefault();
      sendWithFiles(form, event.submitter);
    } else dirty = null;
    // After the browser has read the form: a disabled button would not be sent.
    setTimeout(() => all("button[type=submit], button:not([type])", form).forEach((b) => { b.disabled = true; }));
  });
  function sent(form) {
    delete form.dataset.sending;
    form.removeAttribute("aria-busy");
    all("button", form).forEach((b) => { b.disabled = false; });
    form.querySelector(".k-sending")?.remove();
  }
  addEventListener("pageshow", (event) => { if (event.persisted) all("form[data-sending]").forEach(sent); });

  // --- files on their way: how much has gone, and when the form is refused they are still chosen (a page that is loaded anew would lose them)
  const filesOf = (form) => all("input[type=file]", form).filter((input) => input.files.length);
  function sendWithFiles(form, submitter) {
    const action = new URL(form.getAttribute("action") || "", location.href).href, data = new FormData(form), request = new XMLHttpRequest();
    const sending = document.createElement("div"), bar = document.createElement("progress");
    if (submitter?.name) data.append(submitter.name, submitter.value);
    sending.className = "k-sending";
    sending.setAttribute("role", "status");
    sending.append(words.sending, bar);
    (form.querySelector(".k-buttons") || form).append(sending);
    request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) { bar.max = event.total; bar.value = event.loaded; } });
    request.addEventListener("error", () => { sent(form); toast(words.offline, "bad"); });
    request.addEventListener("load", () => {
      const next = request.getResponseHeader("HX-Redirect") || (request.responseURL !== action && request.responseURL);
      if (next) { dirty = null; location.assign(next); return; }
      const answer = new DOMParser().parseFromString(request.responseText, "text/html"), fresh = answer.querySelector("#content");
      if (!fresh && request.status < 400) { sent(form); form.submit(); return; } // a file to be kept: the browser's own business
      if (!fresh || request.status >= 500) { sent(form); toast(words.offline, "bad"); return; }
      for (const input of all("input[type=file]", fresh)) {
        const before = filesOf(form).find((chosen) => chosen.name === input.name && input.name);
        if (before) { input.files = before.files; all(".k-files-lost", fresh).forEach((note) => note.remove()); }
      }
      document.querySelector("#content").replaceWith(fresh);
      document.title = answer.title;
      if (dirty === form) dirty = fresh.querySelector("form[data-guard]");
      htmx.process(fresh);
      dress(fresh);
    });
    request.open("POST", action);
    request.setRequestHeader("Accept", "text/html");
    request.setRequestHeader("HX-Request", "true");
    request.send(data);
  }
  document.addEventListener("input", (event) => { if (event.target.form?.hasAttribute("data-guard")) dirty = event.target.form; });
  document.addEventListener("click", (event) => { if (event.target.closest("[data-leave]")) dirty = null; });
  addEventListener("beforeunload", (event) => { if (dirty?.isConnected) event.preventDefault(); });

  // --- an entry that was refused because the record had moved on is filled in again on the record's page
  const store = "kesu-kept";
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-refill]")) return;
    const form = document.querySelector("[data-kept]");
    const kept = [...new FormData(form)].filter(([name]) => !["csrf_token", "version", "idempotency_key", "shown_zone"].includes(name));
    sessionStorage.setItem(store, JSON.stringify({ action: form.dataset.keptAction, kept }));
  });
  function refill() {
    const text = sessionStorage.getItem(store);
    if (!text || document.querySelector("[data-kept]")) return;
    sessionStorage.removeItem(store);
    const { action, kept } = JSON.parse(text);
    const form = [...document.forms].find((f) => f.method === "post" && new URL(f.action).pathname === action);
    if (!form) return;
    for (const [name, value] of kept) {
      for (const input of all("input, select, textarea", form).filter((i) => i.name === name && i.type !== "file")) {
        if (input.type === "radio" || input.type === "checkbox") input.checked = input.checked || input.value === value;
        else if (input.multiple) all("option", input).forEach((o) => { if (o.value === value) o.selected = true; });
        else input.value = value;
      }
    }
    form.scrollIntoView({ block: "center" });
    toast(words.refilled, "warn");
  }

  // --- files: drop, paste, camera, previews
  function wireDrop(zone) {
    const input = zone.querySelector("input[type=file]:not(.visually-hidden)"), list = zone.querySelector(".k-previews");
    const put = (found) => { const box = new DataTransfer(); found.forEach((f) => box.items.add(f)); input.files = box.files; show(); };
    const add = (more) => { put(input.multiple ? [...input.files, ...more] : [...more].slice(0, 1)); input.dispatchEvent(new Event("input", { bubbles: true })); };
    function show() {
      list.replaceChildren(...[...input.files].map((file, index) => {
        const item = document.createElement("li"), name = document.createElement("span"), away = document.createElement("button");
        if (file.type.startsWith("image/")) {
          const picture = document.createElement("img");
          picture.src = URL.createObjectURL(file);
          picture.alt = "";
          picture.addEventListener("load", () => URL.revokeObjectURL(picture.src));
          item.append(picture);
        }
        name.textContent = `${file.name} (${file.size < 1048576 ? Math.ceil(file.size / 1024) + " kB" : (file.size / 1048576).toFixed(1) + " MB"})`;
        away.type = "button";
        away.textContent = "×";
        away.setAttribute("aria-label", `${words.remove}: ${file.name}`);
        away.addEventListener("click", () => put([...input.files].filter((_, i) => i !== index)));
        item.append(name, away);
        return item;
      }));
    }
    input.addEventListener("change", show);
    if (input.files.length) show();
    zone.querySelector("[data-camera] input")?.addEventListener("change", (event) => { add(event.target.files); event.target.value = ""; });
    zone.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("k-over"); });
    zone.addEventListener("dragleave", () => zone.classList.remove("k-over"));
    zone.addEventListener("drop", (event) => { event.preventDefault(); zone.classList.remove("k-over"); add(event.dataTransfer.files); });
    (input.form || document).addEventListener("paste", (event) => { if (event.clipboardData.files.length) { event.preventDefault(); add(event.clipboardData.files); } });
  }

  // --- keyboard
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form) {
      const button = event.target.form.querySelector("button[type=submit], button:not([type])");
      if (button) button.click();
      return;
    }
    if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    // The list's own search before the search over everything.
    if (event.key === "/") { const field = all('[data-shortcut="/"]').pop(); if (field) { event.preventDefault(); field.focus(); field.select(); } }
    if (/^[a-z0-9]$/.test(event.key)) document.querySelector(`[data-shortcut="${event.key}"]`)?.click();
    if (event.key === "?") document.getElementById("k-keys")?.showModal();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys]")) document.getElementById("k-keys").showModal();
    if (event.target.closest("[data-print]")) print();
    const place = event.target.closest("[data-error-for]");
    if (place) { event.preventDefault(); const field = document.getElementById(place.dataset.errorFor); field?.focus(); field?.scrollIntoView({ block: "center" }); }
  });

  // --- what has to be done to a page, and to every part that htmx brings later
  function dress(root) {
    for (const table of all("table.k-stack", root)) {
      const heads = all("thead th", table).map((th) => th.textContent.trim());
      for (const row of all("tbody tr", table)) [...row.cells].forEach((cell, i) => { if (heads[i]) cell.dataset.label = heads[i]; });
    }
    all("[data-drop]", root).forEach(wireDrop);
    for (const error of all(".k-errors[data-focus]", root)) {
      for (const link of all("[data-error-for]", error)) {
        const id = link.dataset.errorFor, field = document.getElementById(id);
        const title = document.getElementById(id.replace(/^f-/, "l-")) || field?.closest("label") || document.querySelector(`label[for="${CSS.escape(id)}"]`);
        const text = title?.textContent.trim() || field?.getAttribute("aria-label");
        if (text) link.textContent = text;
      }
      error.focus();
    }
    for (const area of all("textarea[data-grow]", root)) {
      const grow = () => { area.style.height = "auto"; area.style.height = `${area.scrollHeight + 2}px`; };
      area.addEventListener("input", grow);
      if (area.value) grow();
    }
    countDown();
  }
  document.addEventListener("htmx:configRequest", (event) => { if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = meta("csrf-token"); });
  document.addEventListener("htmx:sendError", () => toast(words.offline, "bad"));
  document.addEventListener("htmx:load", (event) => { if (event.detail.elt !== document.body) dress(event.detail.elt); });
  dress(document);
  refill();
})();
