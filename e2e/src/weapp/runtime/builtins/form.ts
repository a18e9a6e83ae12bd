import type { ComponentSpace } from '../engine.ts'
import type { TestHooks } from '../types.ts'
import { around, type BuiltIn, type Definition, define, inside } from './define.ts'

interface Field extends BuiltIn {
  input?: HTMLInputElement | HTMLTextAreaElement
}

const fieldNames = new Set(['input', 'textarea', 'switch', 'radio-group', 'checkbox-group', 'slider', 'picker'])

/** The inner element's own events must not reach the page a second time, without their value. */
const swallowed = ['input', 'change', 'focus', 'blur', 'keydown', 'keyup', 'focusin', 'focusout']

function field(tag: 'input' | 'textarea'): Definition {
  return {
    properties: {
      value: '',
      type: 'text',
      password: false,
      placeholder: '',
      placeholderStyle: '',
      placeholderClass: '',
      disabled: false,
      maxlength: 140,
      focus: false,
      name: '',
      confirmType: 'done',
      autoHeight: false,
      adjustPosition: true,
      cursor: -1,
    },
    attached(this: Field) {
      const input = document.createElement(tag)
      this.input = input
      const { value, placeholder, disabled, maxlength, password, type } = this.data
      input.className = 'wx-inner'
      input.placeholder = String(placeholder ?? '')
      input.value = String(value ?? '')
      input.disabled = Boolean(disabled)
      if (Number(maxlength) > 0) input.maxLength = Number(maxlength)
      if (input instanceof HTMLInputElement) {
        input.type = password ? 'password' : 'text'
        if (type === 'number' || type === 'digit' || type === 'idcard') input.inputMode = 'decimal'
      }
      input.addEventListener('input', () => this.triggerEvent('input', { value: input.value, cursor: input.selectionStart, keyCode: 0 }))
      input.addEventListener('focus', () => this.triggerEvent('focus', { value: input.value, height: 0 }))
      input.addEventListener('blur', () => this.triggerEvent('blur', { value: input.value }))
      input.addEventListener('keydown', (event) => {
        if ((event as KeyboardEvent).key === 'Enter' && tag === 'input') this.triggerEvent('confirm', { value: input.value })
      })
      for (const name of swallowed) input.addEventListener(name, (event) => event.stopPropagation())
      this.$$.append(input)
    },
    observers: {
      value(this: Field, value: unknown) {
        const text = String(value ?? '')
        if (this.input && this.input.value !== text) this.input.value = text
      },
      placeholder(this: Field, value: unknown) {
        if (this.input) this.input.placeholder = String(value ?? '')
      },
      disabled(this: Field, value: unknown) {
        if (this.input) this.input.disabled = Boolean(value)
      },
      focus(this: Field, value: unknown) {
        if (value) setTimeout(() => this.input?.focus(), 0)
      },
    },
  }
}

const form: Definition = {
  properties: { reportSubmit: false },
  methods: {
    submit() {
      const value: Record<string, unknown> = {}
      for (const part of inside(this) as Field[])
        if (fieldNames.has(part.is) && part.data.name) value[String(part.data.name)] = part.input ? part.input.value : part.data.value
      this.triggerEvent('submit', { value, target: {} })
    },
    reset() {
      this.triggerEvent('reset', {})
    },
  },
}

interface Form extends BuiltIn {
  submit(): void
  reset(): void
}

/** Answers of WeChat that only a tap on a real button may ask for. */
const openTypes: Readonly<Record<string, string>> = {
  getPhoneNumber: 'getphonenumber',
  chooseAvatar: 'chooseavatar',
  getUserInfo: 'getuserinfo',
  agreePrivacyAuthorization: 'agreeprivacyauthorization',
}

function button(hooks: TestHooks): Definition {
  return {
    properties: {
      formType: '',
      openType: '',
      disabled: false,
      loading: false,
      type: 'default',
      size: 'default',
      plain: false,
      name: '',
      hoverClass: '',
    },
    attached() {
      this.addListener('tap', () => {
        const { disabled, formType, openType } = this.data
        if (disabled) return
        const enclosing = formType ? (around(this, 'form') as Form | undefined) : undefined
        if (formType === 'reset') enclosing?.reset()
        else enclosing?.submit()
        const event = openTypes[String(openType)]
        if (!event) return
        const mock = hooks.mocks[String(openType)]
        hooks.calls.push([String(openType), {}])
        this.triggerEvent(event, mock ? { errMsg: `${openType}:ok`, ...mock({}) } : { errMsg: `${openType}:fail user deny` })
      })
    },
  }
}

const toggle: Definition = {
  properties: { checked: false, disabled: false, color: '', name: '', type: 'switch' },
  attached() {
    this.$$.dataset.on = this.data.checked ? '1' : '0'
    this.addListener('tap', () => {
      if (this.data.disabled) return
      const value = this.$$.dataset.on !== '1'
      this.$$.dataset.on = value ? '1' : '0'
      this.triggerEvent('change', { value })
    })
  },
  observers: {
    checked(this: BuiltIn, value: unknown) {
      if (this.$$) this.$$.dataset.on = value ? '1' : '0'
    },
  },
}

const slider: Definition = {
  properties: { min: 0, max: 100, step: 1, value: 0, disabled: false, name: '' },
  attached(this: Field) {
    const input = document.createElement('input')
    input.type = 'range'
    for (const key of ['min', 'max', 'step', 'value'] as const) input[key] = String(this.data[key])
    input.addEventListener('input', () => this.triggerEvent('changing', { value: Number(input.value) }))
    input.addEventListener('change', () => this.triggerEvent('change', { value: Number(input.value) }))
    for (const name of swallowed) input.addEventListener(name, (event) => event.stopPropagation())
    this.input = input
    this.$$.append(input)
  },
}

/** WeChat draws a wheel over the screen; the mock of `picker` says what the person turned it to. */
function picker(hooks: TestHooks): Definition {
  return {
    properties: { mode: 'selector', range: [], rangeKey: '', value: 0, start: '', end: '', fields: 'day', disabled: false, name: '' },
    attached() {
      this.addListener('tap', () => {
        if (this.data.disabled) return
        hooks.calls.push(['picker', { ...this.data }])
        const chosen = hooks.mocks.picker?.({ ...this.data })
        if (chosen) this.triggerEvent('change', chosen)
        else this.triggerEvent('cancel', {})
      })
    },
  }
}

export function formBuiltins(space: ComponentSpace, hooks: TestHooks): Record<string, unknown> {
  return {
    input: define(space, 'input', field('input')),
    textarea: define(space, 'textarea', field('textarea')),
    form: define(space, 'form', form),
    button: define(space, 'button', button(hooks)),
    switch: define(space, 'switch', toggle),
    slider: define(space, 'slider', slider),
    picker: define(space, 'picker', picker(hooks)),
  }
}
