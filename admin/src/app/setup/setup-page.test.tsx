import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { MemoryRouter } from 'react-router'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { prefer } from '../preferences.ts'

type Sent = { url: string; body: Record<string, unknown> | undefined }
type Answer = (sent: Sent) => { status: number; body: unknown } | undefined

const state = (done: string[], needed = true) => ({
  needed,
  isDemo: false,
  demo: 'off',
  done,
  language: 'zh',
  appearance: 'auto',
  community: done.includes('community') ? { name: '梧桐社区' } : null,
})
const rules = { profile: 'dengbao3', minLength: 10, classes: 3, rules: [{ zh: '至少 10 位', en: 'At least 10 characters' }] }

let root: Root
let host: HTMLElement
let sent: Sent[]

/** The page before a server that answers as told. */
async function open(answer: Answer): Promise<void> {
  sent = []
  vi.stubGlobal('fetch', async (url: string, init?: RequestInit) => {
    const one = { url: String(url), body: init?.body ? (JSON.parse(String(init.body)) as Record<string, unknown>) : undefined }
    sent.push(one)
    const { status, body } = answer(one) ?? { status: 200, body: rules }
    return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
  })
  const { default: SetupPage } = await import('./setup-page.tsx')
  const { forget } = await import('../api/cache.ts')
  forget()
  host = document.body.appendChild(document.createElement('div'))
  root = createRoot(host)
  await act(async () =>
    root.render(
      <MemoryRouter>
        <SetupPage />
      </MemoryRouter>,
    ),
  )
}

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  vi.stubGlobal('matchMedia', () => ({
    matches: false,
    addEventListener() {},
    removeEventListener() {},
    addListener() {},
    removeListener() {},
  }))
  localStorage.clear()
  sessionStorage.clear()
  prefer({ language: 'zh' })
})
afterEach(async () => {
  await act(async () => root.unmount())
  host.remove()
  vi.unstubAllGlobals()
})

/** Lets the page live until what is expected holds. */
async function until(check: () => void): Promise<void> {
  for (let left = 200; ; left -= 1) {
    await act(() => new Promise<void>((later) => setTimeout(later, 25)))
    try {
      return check()
    } catch (error) {
      if (left === 0) throw error
    }
  }
}

async function type(label: string, text: string): Promise<void> {
  const field = [...host.querySelectorAll('label')].find((one) => one.textContent === label)
  const input = document.getElementById(field?.htmlFor ?? '') as HTMLInputElement | null
  if (!input) throw new Error(`there is no field ${label}`)
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, text)
    input.dispatchEvent(new Event('input', { bubbles: true }))
  })
}
const press = (name: string) =>
  act(async () => [...host.querySelectorAll('button')].find((button) => button.textContent?.includes(name))?.click())

describe('the first start', () => {
  it('says under the field that a code cannot be one, and asks the server nothing', async () => {
    await open(({ url }) => (url === '/api/setup' ? { status: 200, body: state([]) } : undefined))
    await until(() => expect(host.textContent).toContain('设置码'))
    await type('设置码', 'abc')
    await press('下一步')
    await until(() => expect(host.textContent).toContain('三组 4 位'))
    expect(sent.filter(({ body }) => body)).toEqual([])
  })

  it('begins where it was left, asks for the code again and sends it with the step', async () => {
    let done = ['language', 'community', 'administrators']
    await open(({ url, body }) => {
      if (body?.step === 'finish') done = [...done, 'finish']
      return url.startsWith('/api/setup') ? { status: 200, body: state(done, !done.includes('finish')) } : undefined
    })
    await until(() => expect(host.textContent).toContain('确认并启用'))
    await type('继续设置前，请再输入一次设置码', '5E4W 7TS0 Z748')
    await press('启用平台')
    await until(() => expect(host.textContent).toContain('平台已就绪'))
    expect(sent.find(({ body }) => body)?.body).toEqual({ step: 'finish', code: '5e4w-7ts0-z748' })
  })

  it('keeps what was typed, never a password, and shows every refusal beside its field', async () => {
    sessionStorage.setItem('liren.setup.code', '5e4w-7ts0-z748')
    await open(({ url, body }) => {
      if (body === undefined) return url === '/api/setup' ? { status: 200, body: state(['language', 'community']) } : undefined
      const fault = (path: string, zh: string) => ({ path, zh, en: 'Wrong' })
      const faults = [fault('body.security.phone', '手机号不能相同'), fault('body.audit.password', '这个口令太常见')]
      return { status: 400, body: { error: { code: 'request.invalid', zh: '填写有误', en: 'Invalid', occurrence: 'x', faults } } }
    })
    await until(() => expect(host.textContent).toContain('审计员'))
    for (const input of host.querySelectorAll<HTMLInputElement>('fieldset input')) {
      const value = input.id.endsWith('phone') ? '10000000001' : input.id.endsWith('account') ? 'lin-admin' : 'Wutong-River-2026'
      await act(async () => {
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, value)
        input.dispatchEvent(new Event('input', { bubbles: true }))
      })
    }
    await press('下一步')
    await until(() => expect(host.textContent).toContain('手机号不能相同'))
    expect(host.textContent).toContain('这个口令太常见')
    const kept = JSON.stringify(localStorage)
    expect(kept).toContain('lin-admin')
    expect(JSON.parse(localStorage.getItem('liren.admin.draft.setup.administrators') ?? '{}').values.system).not.toHaveProperty('password')
  })

  it('follows a demonstration to its end and says how the house opens for real', async () => {
    let demo = 'clearing'
    await open(() => ({ status: 200, body: { ...state([], false), isDemo: true, demo } }))
    await until(() => expect(host.textContent).toContain('正在清除演示数据'))
    demo = 'cleared'
    await vi.waitFor(() => expect(host.textContent).toContain('npm start'), { timeout: 15_000 })
  })
})
