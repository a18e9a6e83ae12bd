import type { AlarmLevel, AlarmSummary } from '@liren/contract/capabilities/alarm'

interface Tone {
  readonly hz: number
  readonly from: number
  readonly seconds: number
}

/** I: two tones; II: three beeps; III: one chime; IV is only seen. */
export const tonesOf: Readonly<Record<AlarmLevel, readonly Tone[]>> = {
  1: [0, 0.4, 0.8, 1.2].map((from, index) => ({ hz: index % 2 === 0 ? 880 : 660, from, seconds: 0.36 })),
  2: [0, 0.3, 0.6].map((from) => ({ hz: 784, from, seconds: 0.18 })),
  3: [{ hz: 587, from: 0, seconds: 0.5 }],
  4: [],
}

/** How long until the same is heard again; undefined is once. */
export const repeatAfter: Readonly<Record<AlarmLevel, number | undefined>> = { 1: 2000, 2: 30_000, 3: undefined, 4: undefined }

type Waiting = Pick<AlarmSummary, 'level' | 'state' | 'shelvedUntil' | 'rootId'>

/** The gravest that nobody accepted; what is shelved or merged rings for nobody. */
export function ringing(alarms: readonly Waiting[]): AlarmLevel | undefined {
  const levels = alarms.filter((one) => one.state === 'raised' && one.shelvedUntil === null && one.rootId === null).map((one) => one.level)
  return levels.length === 0 ? undefined : (Math.min(...levels) as AlarmLevel)
}

let context: AudioContext | undefined

/** Browsers allow sound after a press of a button: 「开始值班」 is that press. */
export function armSound(): void {
  if (typeof AudioContext === 'undefined') return
  context ??= new AudioContext()
  void context.resume()
}

/** Plays what a level sounds like; silent where the browser has no sound. */
export function play(level: AlarmLevel): void {
  if (context === undefined) return
  for (const { hz, from, seconds } of tonesOf[level]) {
    const tone = context.createOscillator()
    const volume = context.createGain()
    const at = context.currentTime + from
    tone.type = 'triangle'
    tone.frequency.value = hz
    volume.gain.setValueAtTime(0, at)
    volume.gain.linearRampToValueAtTime(0.25, at + 0.02)
    volume.gain.setValueAtTime(0.25, at + seconds - 0.03)
    volume.gain.linearRampToValueAtTime(0, at + seconds)
    tone.connect(volume).connect(context.destination)
    tone.start(at)
    tone.stop(at + seconds)
  }
}

/** Says a sentence aloud, in the language of the desk. */
export function speak(sentence: string, language: string): void {
  if (typeof speechSynthesis === 'undefined') return
  const spoken = new SpeechSynthesisUtterance(sentence)
  spoken.lang = language === 'zh' ? 'zh-CN' : 'en-GB'
  speechSynthesis.speak(spoken)
}

/** A notice of the desktop, for a desk that looks at another window; asked for once, when duty begins. */
export function showNotice(title: string, text: string): void {
  if (typeof Notification !== 'undefined' && Notification.permission === 'granted') new Notification(title, { body: text })
}
