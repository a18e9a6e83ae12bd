import { useSettings } from '@liren/client'
import type { Fault } from '@liren/contract'
import type { RepairCategory } from '@liren/contract/capabilities/repair'
import { useState } from 'react'
import { Box } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { reportWords as words } from '@/words/report'
import { LinkButton } from '../button'
import { Choices, FormRow } from '../form'
import { categoriesAt } from './suggest'

interface CategoryRowProps {
  readonly all: readonly RepairCategory[]
  readonly chosen: RepairCategory | undefined
  /** True when the words of the description chose. */
  readonly auto: boolean
  readonly home: boolean | undefined
  readonly fault: Fault | undefined
  readonly onChoose: (code: string) => void
}

const few = 3

/** The guess, and two more to correct it; the whole list is one tap away. */
export function CategoryRow({ all, chosen, auto, home, fault, onChoose }: CategoryRowProps) {
  const say = useSay()
  const { language } = useSettings()
  const [open, setOpen] = useState(false)
  const offered = home === undefined ? all.filter(({ retired }) => !retired) : categoriesAt(all, home)
  const first = chosen ? [chosen, ...offered.filter(({ code }) => code !== chosen.code)] : offered
  const shown = open ? first : first.slice(0, few)
  return (
    <Box id="row-category">
      <FormRow title={say(words.category)} fault={fault} {...(chosen && auto ? { hint: say(words.categoryAuto) } : {})}>
        <Choices
          label={say(words.category)}
          value={chosen?.code}
          options={shown.map(({ code, text }) => ({ value: code, words: text[language], id: `category-${code}` }))}
          onChange={onChoose}
        />
        {!open && first.length > few ? (
          <LinkButton id="more-categories" icon="down" onTap={() => setOpen(true)}>
            {say(words.categoryMore)}
          </LinkButton>
        ) : null}
      </FormRow>
    </Box>
  )
}
