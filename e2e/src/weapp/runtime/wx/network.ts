import type { TestHooks } from '../types.ts'
import type { Options } from './answer.ts'
import { succeed } from './answer.ts'

interface RequestOptions extends Options {
  url: string
  method?: string
  header?: Record<string, string>
  data?: unknown
  dataType?: string
  responseType?: 'text' | 'arraybuffer'
  timeout?: number
}

interface UploadOptions extends Options {
  url: string
  filePath: string
  name: string
  header?: Record<string, string>
  formData?: Record<string, string>
}

/** A mini-program calls its server by full address; here every server is reached through the one that serves the page. */
export function ownAddress(url: string): string {
  const { pathname, search } = new URL(url, location.href)
  return pathname + search
}

/** Network calls go to the real server. Only the way there differs. */
export function networkApis(hooks: TestHooks): Record<string, unknown> {
  const listeners = new Set<(state: object) => void>()
  const state = () => ({ isConnected: navigator.onLine, networkType: navigator.onLine ? 'wifi' : 'none' })
  const tellAll = () => {
    for (const listener of listeners) listener(state())
  }
  for (const name of ['online', 'offline']) window.addEventListener(name, tellAll)
  return {
    request: (options: RequestOptions) => request(options),
    uploadFile: (options: UploadOptions) => uploadFile(hooks, options),
    downloadFile: (options: RequestOptions) => downloadFile(hooks, options),
    connectSocket: (options: SocketOptions) => connectSocket(options),
    getNetworkType: (options?: Options) => succeed(options, 'getNetworkType', { networkType: state().networkType }),
    onNetworkStatusChange: (listener: (state: object) => void) => void listeners.add(listener),
    offNetworkStatusChange: (listener?: (state: object) => void) => (listener ? void listeners.delete(listener) : listeners.clear()),
  }
}

const refused = (options: Options, name: string, why: string) => {
  const result = { errMsg: `${name}:fail ${why}` }
  options.fail?.(result)
  options.complete?.(result)
}

const tell = (options: Options, result: object) => {
  options.success?.(result)
  options.complete?.(result)
}

function request(options: RequestOptions): object {
  const control = new AbortController()
  let why = ''
  const method = (options.method ?? 'GET').toUpperCase()
  const header = { 'content-type': 'application/json', ...options.header }
  let url = ownAddress(options.url)
  let body: BodyInit | null = null
  if (method === 'GET' && options.data && typeof options.data === 'object') {
    const query = new URLSearchParams(options.data as Record<string, string>).toString()
    if (query) url += (url.includes('?') ? '&' : '?') + query
  } else if (method !== 'GET' && options.data !== undefined) {
    body = typeof options.data === 'string' || options.data instanceof ArrayBuffer ? options.data : JSON.stringify(options.data)
  }
  const limit = setTimeout(() => {
    why = 'timeout'
    control.abort()
  }, options.timeout ?? 60_000)
  const work = async () => {
    try {
      const answer = await fetch(url, { method, headers: header, body, signal: control.signal, credentials: 'omit' })
      const data =
        options.responseType === 'arraybuffer' ? await answer.arrayBuffer() : parse(await answer.text(), options.dataType ?? 'json')
      tell(options, { data, statusCode: answer.status, header: Object.fromEntries(answer.headers), cookies: [], errMsg: 'request:ok' })
    } catch (error) {
      refused(options, 'request', why || (error as Error).message)
    } finally {
      clearTimeout(limit)
    }
  }
  void work()
  const nothing = () => {}
  return {
    abort() {
      why = 'abort'
      control.abort()
    },
    onHeadersReceived: nothing,
    offHeadersReceived: nothing,
    onChunkReceived: nothing,
    offChunkReceived: nothing,
  }
}

function parse(text: string, type: string): unknown {
  if (type !== 'json') return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** XMLHttpRequest, because only it tells how far an upload is. */
function uploadFile(hooks: TestHooks, options: UploadOptions): object {
  const bytes = hooks.files.get(options.filePath)
  const progress = new Set<(state: object) => void>()
  const call = new XMLHttpRequest()
  if (!bytes) refused(options, 'uploadFile', `file ${options.filePath} not found`)
  else {
    const form = new FormData()
    for (const [key, value] of Object.entries(options.formData ?? {})) form.append(key, value)
    form.append(options.name, bytes, options.filePath.split('/').at(-1))
    call.open('POST', ownAddress(options.url))
    for (const [name, value] of Object.entries(options.header ?? {}))
      if (name.toLowerCase() !== 'content-type') call.setRequestHeader(name, value)
    call.upload.onprogress = ({ loaded, total }) => {
      const state = { progress: Math.round((loaded / total) * 100), totalBytesSent: loaded, totalBytesExpectedToSend: total }
      for (const listener of progress) listener(state)
    }
    call.onload = () => tell(options, { data: call.responseText, statusCode: call.status, errMsg: 'uploadFile:ok' })
    call.onerror = () => refused(options, 'uploadFile', 'network')
    call.onabort = () => refused(options, 'uploadFile', 'abort')
    call.send(form)
  }
  return {
    abort: () => call.abort(),
    onProgressUpdate: (listener: (state: object) => void) => void progress.add(listener),
    offProgressUpdate: () => progress.clear(),
    onHeadersReceived: () => {},
    offHeadersReceived: () => {},
  }
}

function downloadFile(hooks: TestHooks, options: RequestOptions): object {
  const work = async () => {
    try {
      const answer = await fetch(ownAddress(options.url), { headers: options.header ?? {}, credentials: 'omit' })
      const path = `wxfile://tmp/download-${hooks.files.size}`
      hooks.files.set(path, await answer.blob())
      tell(options, { tempFilePath: path, statusCode: answer.status, errMsg: 'downloadFile:ok' })
    } catch (error) {
      refused(options, 'downloadFile', (error as Error).message)
    }
  }
  void work()
  return { abort() {}, onProgressUpdate() {}, offProgressUpdate() {} }
}

interface SocketOptions extends Options {
  url: string
  protocols?: string[]
}

/** The task comes at once; success says only that the call was understood. */
function connectSocket(options: SocketOptions): object {
  const { url, protocols } = options
  setTimeout(() => tell(options, { errMsg: 'connectSocket:ok' }), 0)
  const { pathname, search } = new URL(url.replace(/^ws/, 'http'))
  const socket = new WebSocket(`ws://${location.host}${pathname}${search}`, protocols ?? [])
  const on = (name: string, shape: (event: Event) => object) => (listener: (detail: object) => void) =>
    socket.addEventListener(name, (event) => listener(shape(event)))
  return {
    onOpen: on('open', () => ({ header: {} })),
    onMessage: on('message', (event) => ({ data: (event as MessageEvent).data })),
    onError: on('error', () => ({ errMsg: 'connectSocket:fail' })),
    onClose: on('close', (event) => ({ code: (event as CloseEvent).code, reason: (event as CloseEvent).reason })),
    send(options: Options & { data: string }) {
      socket.send(options.data)
      tell(options, { errMsg: 'sendSocketMessage:ok' })
    },
    close(options: Options & { code?: number; reason?: string } = {}) {
      socket.close(options.code ?? 1000, options.reason)
      tell(options, { errMsg: 'closeSocket:ok' })
    },
    get readyState() {
      return socket.readyState
    },
  }
}
