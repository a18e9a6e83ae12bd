import type { AppJson } from '../package.ts'

/** What `prepare` hands over to the browser. */
export interface PackageData {
  readonly appJson: AppJson
  /** The JSON of every page and component that has a template. */
  readonly components: Record<string, ComponentJson>
  readonly styles: Readonly<Record<string, string>>
}

export interface ComponentJson {
  readonly usingComponents?: Readonly<Record<string, string>>
  readonly navigationBarTitleText?: string
  readonly navigationStyle?: 'default' | 'custom'
}

/** An instance of a page as the logic layer knows it. */
export interface PageInstance {
  route?: string
  options?: Record<string, string>
  __route__?: string
  setData(data: Record<string, unknown>, done?: () => void): void
  onLoad?(options: Record<string, string>): void
  onShow?(): void
  onReady?(): void
  onHide?(): void
  onUnload?(): void
}

export interface AppConfig {
  onLaunch?(options: LaunchOptions): void
  onShow?(options: LaunchOptions): void
  onHide?(): void
  onError?(message: string): void
}

export interface LaunchOptions {
  path: string
  query: Record<string, string>
  scene: number
  shareTicket: string
  referrerInfo: Record<string, unknown>
}

/** Kinds of things worth telling a test: an error, a promise nobody caught, an API that is not there. */
export type Note = readonly [kind: string, ...details: string[]]

export interface Stats {
  /** How often and with how much the logic layer redrew; WeChat advises less than 256 kB each. */
  setData: number
  bytes: number
  largest: number
}

export type Navigation = 'navigateTo' | 'redirectTo' | 'reLaunch' | 'switchTab' | 'navigateBack'
export type Mock = (options: Record<string, unknown>) => Record<string, unknown>

/** What tests reach from outside. */
export interface TestHooks {
  readonly log: Note[]
  readonly stats: Stats
  /** Answers of device features, by API name; without one the feature fails the way a refusal does. */
  readonly mocks: Record<string, Mock>
  readonly calls: [name: string, options: Record<string, unknown>][]
  /** Bytes behind `wxfile://` paths. */
  readonly files: Map<string, Blob>
  navigate(method: Navigation, options: Record<string, unknown>): void
}

export type ModuleFunction = (...given: unknown[]) => void

declare global {
  interface Window {
    __WEAPP__: PackageData
    __TEMPLATES__: Record<string, unknown>
    __MODULES__: Record<string, ModuleFunction>
    __RUNNER__: TestHooks
  }
}
