import { useSettings } from '@liren/client'
import type { PersonaCode } from '@liren/contract/capabilities/session'
import { Box, Tap } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { signInWords as words } from '@/words/sign-in'
import type { Offers } from './use-offers'

interface PersonasProps {
  readonly items: Offers['personas']
  readonly busy: boolean
  readonly onChoose: (code: PersonaCode) => void
}

/** Only a demonstration has personas; anywhere else this draws nothing. */
export function Personas({ items, busy, onChoose }: PersonasProps) {
  const say = useSay()
  const { language } = useSettings()
  if (items.length === 0) return null
  return (
    <Box className="personas" as="section">
      <Box className="heading">{say(words.demo)}</Box>
      <Box className="small">{say(words.demoNote)}</Box>
      <Box className="persona-list">
        {items.map(({ code, text, hint }) => (
          <Tap key={code} id={`persona-${code}`} className="persona" disabled={busy} onTap={() => onChoose(code)}>
            <Box>{text[language]}</Box>
            <Box className="small">{hint[language]}</Box>
          </Tap>
        ))}
      </Box>
    </Box>
  )
}
