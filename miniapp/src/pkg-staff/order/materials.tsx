import { LinkButton } from '@/parts/button'
import { Icon } from '@/parts/icon'
import { Box, Field, Tap } from '@/platform/elements'
import { common } from '@/words/common'
import { useSay } from '@/words/kit'
import { staffWords as words } from '@/words/staff'
import './materials.css'

export interface MaterialDraft {
  readonly name: string
  readonly quantity: string
  readonly yuan: string
}
export const blankMaterial: MaterialDraft = { name: '', quantity: '1', yuan: '' }

/** Yuan as typed, in fen; undefined when it is no amount with at most two decimals. */
export function fenOf(typed: string): number | undefined {
  const match = /^(\d{1,7})(?:\.(\d{1,2}))?$/.exec(typed.trim() === '' ? '0' : typed.trim())
  return match === null ? undefined : Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
}

/** As the server takes them; undefined when one of them is not filled in properly. */
export function materialsOf(drafts: readonly MaterialDraft[]): { name: string; quantity: number; fen: number }[] | undefined {
  const found = drafts.map(({ name, quantity, yuan }) => {
    const fen = fenOf(yuan)
    const count = Number(quantity)
    return name.trim() === '' || fen === undefined || !(count > 0) ? undefined : { name: name.trim(), quantity: count, fen }
  })
  return found.some((one) => one === undefined) ? undefined : (found as { name: string; quantity: number; fen: number }[])
}

interface MaterialsProps {
  readonly value: readonly MaterialDraft[]
  readonly onChange: (value: MaterialDraft[]) => void
  readonly onAdd: () => void
}

/** What was used, how much, and what it costs. */
export function Materials({ value, onChange, onAdd }: MaterialsProps) {
  const say = useSay()
  const put = (at: number, part: Partial<MaterialDraft>) => onChange(value.map((one, index) => (index === at ? { ...one, ...part } : one)))
  return (
    <Box className="stack gap-8">
      {value.map((material, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name while they are typed
        <Box key={index} className="row gap-8 material">
          <Box className="material-name">
            <Field
              className="input"
              id={`material-name-${index}`}
              value={material.name}
              onChange={(name) => put(index, { name })}
              label={say(words.materialName)}
              placeholder={say(words.materialName)}
              maxLength={60}
            />
          </Box>
          <Field
            className="input material-count"
            id={`material-count-${index}`}
            kind="number"
            value={material.quantity}
            onChange={(quantity) => put(index, { quantity })}
            label={say(words.materialCount)}
            placeholder={say(words.materialCount)}
            maxLength={4}
          />
          <Field
            className="input material-price"
            id={`material-price-${index}`}
            value={material.yuan}
            onChange={(yuan) => put(index, { yuan })}
            label={say(words.materialPrice)}
            placeholder={say(words.materialPrice)}
            maxLength={10}
          />
          <Tap className="material-remove" onTap={() => onChange(value.filter((_one, at) => at !== index))} label={say(common.discard)}>
            <Icon name="close" />
          </Tap>
        </Box>
      ))}
      <LinkButton id="add-material" icon="plus" onTap={onAdd}>
        {say(words.addMaterial)}
      </LinkButton>
    </Box>
  )
}
