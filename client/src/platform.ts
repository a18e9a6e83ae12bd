import type { Language } from '@liren/contract'
import type { Clock } from './kernel/clock.ts'
import type { Dice } from './kernel/keys.ts'
import type { Observable } from './kernel/observable.ts'
import type { Storage } from './kernel/storage.ts'
import type { Transport } from './kernel/transport.ts'
import type { OpenSocket } from './live.ts'

/** A person said no, closed the system sheet, or the device has no such thing: an answer, not a fault. */
export type Refusable<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly why: 'declined' | 'denied' | 'absent' | 'failed' }

export interface Position {
  readonly latitude: number
  readonly longitude: number
  readonly accuracy: number
}

export interface PickedPhoto {
  /** Name under which Files keeps it. */
  readonly file: string
  /** What an <image> can show. */
  readonly preview: string
  readonly size: number
}

export interface UploadTask {
  /** The server's answer as text with its status. */
  readonly done: Promise<{ status: number; text: string }>
  /** 0 … 1, as far as the end can tell. */
  onProgress(listener: (share: number) => void): void
  cancel(): void
}

/** Bytes that outlive the app until they have been sent. */
export interface Files {
  /** Everything kept, with the instant it was put here. */
  list(): Promise<readonly { readonly file: string; readonly at: number }[]>
  preview(file: string): Promise<string | null>
  remove(file: string): Promise<void>
  upload(file: string, to: { url: string; headers: Readonly<Record<string, string>>; field: string }): UploadTask
}

export interface PhotoRequest {
  readonly count: number
  readonly source: 'camera' | 'album' | 'either'
  /** Burnt into the picture: proof photos of staff. */
  readonly watermark?: readonly string[]
}

export interface Recording {
  readonly stop: () => Promise<Refusable<string>>
}

/** Leaving for a page of somebody else and coming back from it with words in the address. */
export interface Elsewhere {
  leaveFor(url: string): void
  /** What one came back with under this word, once; the address is clean afterwards. */
  cameBack(word: string): { readonly state: string; readonly ticket: string } | null
}

/** A newer app is ready: the person decides when to go over to it. */
export interface Newer {
  readonly available: Observable<boolean>
  take(): Promise<void>
}

/**
 * Everything an end can do that another cannot do the same way. Each shell fills it once; screens never ask which
 * end they run on. A part that the end does not have is `null`, and the screen leaves its button out.
 */
export interface Platform {
  readonly clock: Clock
  readonly dice: Dice
  readonly storage: Storage
  readonly transport: Transport
  readonly files: Files
  readonly openSocket: OpenSocket
  readonly online: Observable<boolean>
  /** True while the person looks at the app. */
  readonly visible: Observable<boolean>
  readonly dark: Observable<boolean>
  readonly language: Language
  /** What the person will recognise in the list of signed-in devices. */
  readonly deviceName: string
  /** The system's own text size, 1 = standard. */
  readonly fontScale: number
  readonly reducedMotion: boolean
  choosePhotos(request: PhotoRequest): Promise<Refusable<PickedPhoto[]>>
  previewPhotos(urls: readonly string[], at: number): void
  call(phone: string): Promise<Refusable<void>>
  vibrate(kind: 'light' | 'success' | 'warning'): void
  copy(text: string): Promise<Refusable<void>>
  readonly scan: (() => Promise<Refusable<string>>) | null
  readonly locate: (() => Promise<Refusable<Position>>) | null
  /** Opens the sheet of the end; null where sharing is a button of the page itself. */
  readonly share: ((what: { title: string; path: string }) => Promise<Refusable<void>>) | null
  /** Speech to text while the person holds the key. */
  readonly listen: (() => Promise<Refusable<Recording>>) | null
  readonly speak: ((sentence: string) => { stop(): void }) | null
  readonly subscribe: ((templates: readonly string[]) => Promise<Refusable<readonly string[]>>) | null
  /** Code for the server to learn who this is at the messenger; null outside of it. */
  readonly wechatLogin: (() => Promise<Refusable<string>>) | null
  /** Null where the end cannot leave, as inside of a messenger. */
  readonly elsewhere: Elsewhere | null
  /** Null where the app comes anew with every opening. */
  readonly newer: Newer | null
}
