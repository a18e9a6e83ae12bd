import type { ShadowView } from '@liren/contract/device/data-endpoints'
import type { Property } from '@liren/contract/thing/model'
import { useText, useWords } from '../../app/language/use.ts'
import { TimeText } from '../../parts/text/time.tsx'
import style from './device.module.css'
import { propertyOf, sayValue } from './value.ts'
import { words } from './words.ts'

/** Numbers and switches; words make no curve. */
export const drawableOf = (shadow: Pick<ShadowView, 'reported'>): string[] =>
  Object.keys(shadow.reported).filter((name) => typeof shadow.reported[name]?.v !== 'string')

export function labelOf(properties: readonly Property[], name: string, say: (text: { zh: string; en: string }) => string): string {
  const { property, part } = propertyOf(properties, name)
  return `${property ? say(property.text) : name}${part === undefined ? '' : ` ${part}`}`
}

interface Props {
  readonly shadow: Pick<ShadowView, 'reported' | 'desired'>
  readonly properties: readonly Property[]
  /** Whose curve stands below. */
  readonly drawn: string | undefined
  readonly onChoose: (name: string) => void
}

/** Every value as it was told last. */
export function Points({ shadow, properties, drawn, onChoose }: Props) {
  const t = useWords(words)
  const say = useText()
  const drawable = drawableOf(shadow)
  return (
    <div className={style.points}>
      {Object.keys(shadow.reported).map((name) => {
        const held = shadow.reported[name]
        const wanted = shadow.desired[name]
        const { property } = propertyOf(properties, name)
        const inside = (
          <>
            <span className={style.label}>{labelOf(properties, name, say)}</span>
            <span className={style.value}>{sayValue(property, held?.v, say, [t('yes'), t('no')])}</span>
            <span className={style.note}>
              <TimeText at={held?.at ?? null} />
              {wanted && ` · ${t('wanted', { value: sayValue(property, wanted.v, say, [t('yes'), t('no')]) })}`}
            </span>
          </>
        )
        return drawable.includes(name) ? (
          <button type="button" key={name} className={style.point} data-on={name === drawn} onClick={() => onChoose(name)}>
            {inside}
          </button>
        ) : (
          <div key={name} className={style.point}>
            {inside}
          </div>
        )
      })}
    </div>
  )
}
