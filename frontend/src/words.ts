/* What islands say, in the language of the page. */
const ENGLISH = document.documentElement.lang.startsWith("en");

const WORDS = {
  cancel: ["取消", "Cancel"],
  goOn: ["确定", "Go ahead"],
  close: ["关闭", "Close"],
  openPage: ["打开整页", "Open as a page"],
  loading: ["正在打开…", "Opening…"],
  failed: ["没有打开，请检查网络后再试。", "It did not open. Check the network and try again."],
  keysTitle: ["键盘操作", "Keyboard"],
  keyNext: ["下一条", "Next row"],
  keyBefore: ["上一条", "Previous row"],
  keyOpen: ["打开这一条", "Open this row"],
  keyPick: ["选中或取消", "Pick or unpick"],
  keySearch: ["查找", "Search"],
  keyHelp: ["显示这份说明", "Show this help"],
  keyMissing: ["这个浏览器不支持安全密钥，请用验证码或备用码。", "This browser knows no security keys. Use a code instead."],
  keyWaiting: ["请插上密钥并触碰，或按手机、电脑的提示操作…", "Insert and touch your key, or follow what your device asks…"],
  keyRefused: ["没有成功：可能已取消、超时，或不是登记过的密钥。可以再试一次，或用验证码、备用码。", "It did not work: cancelled, too slow, or not a key you registered. Try again, or use a code."],
  keyAddress: ["安全密钥只能在正式域名（https）下使用，现在这个地址不行。请用验证码。", "Security keys work only under the official https address, not under this one. Use a code."],
  chooserLeft: ["对得上的有 {n} 个", "{n} match"],
  remove: ["移除这张照片", "Remove this photo"],
  photo: ["照片 {n}", "Photo {n}"],
  tooMany: ["最多 {n} 张，多出来的没有加上。", "At most {n} photos; the others were not added."],
  tooLarge: ["{name} 太大（超过 {n} MB），没有加上。", "{name} is too large (over {n} MB) and was not added."],
  notPhoto: ["{name} 不是照片，没有加上。", "{name} is not a photo and was not added."],
  draftBack: ["上次没写完的内容找回来了，还没有送达。", "What you had begun is back. It has not been sent."],
  draftDrop: ["不要了，重新写", "Discard and start again"],
  draftHere: ["还在手机里，未送达", "Still on this phone, not delivered"],
  draftWait: ["没有网络。内容已存在这台手机里，还没有送达；网络恢复后自动送出，请不要关掉这一页。", "No network. What you wrote is kept on this phone and has not been delivered. It will be sent when the network is back; please leave this page open."],
  draftKept: ["没有网络。内容已存在这台手机里，还没有送达。", "No network. What you wrote is kept on this phone and has not been delivered."],
  draftSending: ["网络恢复了，正在送出…", "The network is back, sending…"],
  draftOnline: ["网络恢复了，点下面的按钮去提交。", "The network is back. Press the button below to go on."],
  proofWorking: ["正在准备提交，几秒钟就好…", "Getting ready to send, a few seconds…"],
  locate: ["用我现在的位置", "Use where I am"],
  locating: ["正在定位…", "Finding where you are…"],
  located: ["已定位到您现在的位置。", "Found where you are."],
  notLocated: ["没有定位成功。可以在地图上点，或者写地址。", "Could not find where you are. Tap the map or type the address."],
  aim: ["就选地图中心", "Choose the centre of the map"],
  picked: ["已选：{place}", "Chosen: {place}"],
  pickedPoint: ["已在地图上选好位置。", "A place is chosen on the map."],
  mapTouch: ["在地图上点一下，或把地图挪到位置后选中心。", "Tap the map, or move it and choose its centre."],
  mapKeys: ["方向键移动地图，加减键缩放，回车选中心。", "Arrow keys move the map, plus and minus zoom, Enter chooses the centre."],
  mapFailed: ["地图没有打开，不影响填写，请写地址。", "The map did not open. You can go on: please type the address."],
  sketch: ["示意图，非测绘成果", "Sketch, not a survey"],
  zoomIn: ["放大", "Zoom in"],
  zoomOut: ["缩小", "Zoom out"],
  copied: ["已复制", "Copied"],
  speakStart: ["朗读这一页", "Read this page aloud"],
  speakStop: ["停止朗读", "Stop reading"],
  left: ["剩 {span}", "{span} left"],
  over: ["已超 {span}", "{span} overdue"],
  days: ["{n} 天", "{n} days"],
  hours: ["{n} 小时", "{n} hours"],
  minutes: ["{n} 分钟", "{n} minutes"],
  maskAdd: ["加一块遮挡", "Add a cover"],
  maskHint: ["在照片上拖出方块遮住人脸和车牌；选中方块后，方向键移动，Shift 加方向键改大小，Delete 删除。", "Drag boxes over faces and plates. With a box chosen, arrow keys move it, Shift with arrow keys resizes it, Delete removes it."],
  maskBox: ["第 {n} 块遮挡", "Cover {n}"],
  maskCount: ["已遮挡 {n} 处", "{n} covers"],
} as const;

export type Word = keyof typeof WORDS;

export function say(word: Word, facts: Record<string, string | number> = {}): string {
  return WORDS[word][ENGLISH ? 1 : 0].replace(/\{(\w+)\}/g, (_all, name: string) => String(facts[name] ?? ""));
}

/** Reads a short message out to those who do not see the page change. */
export function announce(text: string): void {
  const live = document.getElementById("live");
  if (live) live.textContent = text;
}

export function make<K extends keyof HTMLElementTagNameMap>(tag: K, className = "", text = ""): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

export function button(text: string, look = ""): HTMLButtonElement {
  const made = make("button", `btn ${look}`.trim(), text);
  made.type = "button";
  return made;
}
