import { Cancelled, type Clock, NetworkError, type OpenSocket, type Transport } from '@liren/client'
import Taro from '@tarojs/taro'

export function createTransport(_clock: Clock): Transport {
  return ({ method, url, headers, body, timeoutMs, signal }) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(new Cancelled())
      const task = Taro.request<string>({
        url,
        method: method as 'GET',
        header: headers,
        data: body,
        dataType: 'text',
        responseType: 'text',
        timeout: timeoutMs,
        success: ({ statusCode, header, data }) => {
          const lower: Record<string, string> = {}
          for (const [name, value] of Object.entries(header ?? {})) lower[name.toLowerCase()] = String(value)
          resolve({ status: statusCode, headers: lower, text: typeof data === 'string' ? data : JSON.stringify(data) })
        },
        fail: ({ errMsg }) => reject(signal?.aborted ? new Cancelled() : new NetworkError(errMsg, /timeout/i.test(errMsg))),
      })
      task.catch(() => undefined)
      signal?.addEventListener('abort', () => task.abort())
    })
}

export const openSocket: OpenSocket = (url, protocols, listener) => {
  let closed = false
  let close = () => {
    closed = true
  }
  let send = (_text: string) => undefined as void
  Taro.connectSocket({ url, protocols: [...protocols] }).then(
    (task) => {
      if (closed) return task.close({})
      close = () => task.close({})
      send = (text) => void task.send({ data: text })
      task.onOpen(() => listener.onOpen())
      task.onMessage(({ data }) => listener.onMessage(String(data)))
      task.onClose(() => listener.onClose())
      task.onError(() => listener.onClose())
    },
    () => listener.onClose(),
  )
  return { send: (text) => send(text), close: () => close() }
}
