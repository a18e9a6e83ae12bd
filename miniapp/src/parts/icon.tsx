import type { IconName } from '@/look/icons'
import { Words } from '@/platform/elements'

/** Takes the colour and size of the words around it; always beside a word, or with a label. */
export function Icon({ name, full, className = '', label }: { name: IconName; full?: boolean; className?: string; label?: string }) {
  return (
    <Words
      className={`icon icon-${name}${full ? '-full' : ''} ${className}`}
      {...(label === undefined ? { mute: true } : { label, role: 'img' })}
    />
  )
}
