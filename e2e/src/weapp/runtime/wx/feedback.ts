import { type Options, succeed } from './answer.ts'

const element = (className: string, text = ''): HTMLElement => {
  const made = document.createElement('div')
  made.className = className
  made.textContent = text
  document.body.append(made)
  return made
}

/** A sheet with a few buttons over everything; resolves with the number of the one that was tapped. */
function ask(title: string, content: string, buttons: readonly string[]): Promise<number> {
  const cover = element('wx-cover')
  const box = document.createElement('div')
  const [heading, words] = [document.createElement('h3'), document.createElement('p')]
  heading.textContent = title
  words.textContent = content
  box.append(heading, words)
  cover.append(box)
  return new Promise((resolve) => {
    buttons.forEach((label, index) => {
      const button = document.createElement('button')
      button.textContent = label
      button.onclick = () => {
        cover.remove()
        resolve(index)
      }
      box.append(button)
    })
  })
}

interface ModalOptions extends Options {
  title?: string
  content?: string
  showCancel?: boolean
  cancelText?: string
  confirmText?: string
}

/** Toasts, dialogs and sheets, drawn so that a test can read and tap them. */
export function feedbackApis(): Record<string, unknown> {
  let toast: HTMLElement | undefined
  const show = (text: string, ms?: number) => {
    toast?.remove()
    const shown = element('wx-toast', text)
    toast = shown
    if (ms !== undefined) setTimeout(() => shown.remove(), ms)
  }
  return {
    showToast: (options: Options & { title?: string; duration?: number }) => {
      show(options.title ?? '', options.duration ?? 1500)
      return succeed(options, 'showToast')
    },
    hideToast: (options?: Options) => {
      toast?.remove()
      return succeed(options, 'hideToast')
    },
    showLoading: (options: Options & { title?: string }) => {
      show(options.title ?? '')
      return succeed(options, 'showLoading')
    },
    hideLoading: (options?: Options) => {
      toast?.remove()
      return succeed(options, 'hideLoading')
    },
    showModal: async (options: ModalOptions) => {
      const { title = '', content = '', showCancel = true, cancelText = '取消', confirmText = '确定' } = options
      const tapped = await ask(title, content, showCancel ? [cancelText, confirmText] : [confirmText])
      const confirm = !showCancel || tapped === 1
      return succeed(options, 'showModal', { confirm, cancel: !confirm }) ?? { confirm, cancel: !confirm }
    },
    showActionSheet: async (options: Options & { itemList: string[] }) => {
      const tapIndex = await ask('', '', options.itemList)
      return succeed(options, 'showActionSheet', { tapIndex }) ?? { tapIndex }
    },
  }
}
