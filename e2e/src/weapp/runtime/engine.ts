import * as adapter from 'glass-easel-miniprogram-adapter'
import { clashingTags, rpxToVw } from '../tags.ts'
import { textOf } from './notes.ts'

/** The parts of the component framework that we use; its own types reach much further. */
export interface Engine {
  readonly env: adapter.MiniProgramEnv
  readonly space: CodeSpace
  readonly glass: Glass
  createPage(component: string): Root
}

interface Glass {
  globalOptions: { writeIdToDOM: boolean }
  addGlobalErrorListener(listener: (error: unknown, method: { type?: string }) => void): void
  Event: { triggerEvent(target: unknown, type: string, detail: unknown, options: unknown): void }
  CurrentWindowBackendContext: new () => BackendContext
}

interface BackendContext {
  document: Pick<Document, 'createElement' | 'createTextNode' | 'createDocumentFragment'>
  onEvent(listener: (target: unknown, type: string, detail: unknown, options: unknown) => void): void
}

export interface CodeSpace {
  getComponentSpace(): ComponentSpace
  addComponentStaticConfig(path: string, json: object): void
  addCompiledTemplate(path: string, template: { groupList: unknown; content: unknown }): void
  componentEnv(path: string, work: (env: { Page(config: object): void; Component(config: object): void }) => void): void
}

export interface ComponentSpace {
  setGlobalUsingComponent(tag: string, definition: unknown): void
  define(name: string): {
    options(options: object): { definition(definition: object): { registerComponent(): unknown } }
  }
}

export interface Root {
  get(): unknown
  attach(parent: Element, placeholder: Element): void
  release(): void
}

/** Starts the framework on this document, with WeChat's view of tags, ids and units. */
export function startEngine(
  note: (kind: string, ...details: unknown[]) => void,
  builtins: (space: ComponentSpace) => Record<string, unknown>,
): Engine {
  const glass = adapter.glassEasel as unknown as Glass
  patchElements()
  glass.addGlobalErrorListener((error, method) => {
    note('component-error', textOf(error), method?.type)
    console.error(error)
  })
  // before the environment is made, or ids stay inside the framework
  glass.globalOptions.writeIdToDOM = true
  const env = new adapter.MiniProgramEnv()
  const definitions = builtins(env.getGlobalCodeSpace().getComponentSpace() as unknown as ComponentSpace)
  const space = env.createCodeSpace('', true) as unknown as CodeSpace
  // without this they would be bare elements that hear no events
  for (const [tag, definition] of Object.entries(definitions)) space.getComponentSpace().setGlobalUsingComponent(tag, definition)

  const context = new glass.CurrentWindowBackendContext()
  context.onEvent((target, type, detail, options) => glass.Event.triggerEvent(target, type, detail, options))
  const real = context.document
  const clashing = new Set<string>(clashingTags)
  context.document = {
    createElement: (tag: string) => real.createElement(clashing.has(tag) ? `wx-${tag}` : tag),
    createTextNode: (text: string) => real.createTextNode(text),
    createDocumentFragment: () => real.createDocumentFragment(),
  }
  const backend = env.associateBackend(context as never)
  const createPage = (component: string) => backend.createRoot('page-root', space as never, component) as unknown as Root
  return { env, space, glass, createPage }
}

/** Inline styles carry rpx, which a browser does not know; and the framework prefixes ids, which pages do not. */
function patchElements(): void {
  const setAttribute = Element.prototype.setAttribute
  const id = Object.getOwnPropertyDescriptor(Element.prototype, 'id') as PropertyDescriptor
  const plain = (value: string) => String(value).replace(/^[0-9a-f]{8}--/, '')
  Object.defineProperty(Element.prototype, 'id', {
    ...id,
    set(value: string) {
      id.set?.call(this, plain(value))
    },
  })
  Element.prototype.setAttribute = function (name, value) {
    const text = String(value)
    return setAttribute.call(this, name, name === 'style' ? rpxToVw(text) : name === 'id' ? plain(text) : text)
  }
}
