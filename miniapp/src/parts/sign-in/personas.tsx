import { useCall, useSettings } from '@liren/client'
import { session as contract, type PersonaCode } from '@liren/contract/capabilities/session'
import { Box, Tap } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { signInWords as words } from '@/words/sign-in'

/** Only a demonstration answers with personas; anywhere else this draws nothing. */
export function Personas({ busy, onChoose }: { busy: boolean; onChoose: (code: PersonaCode) => void }) {
  const say = useSay()
  const { language } = useSettings()
  const { data } = useCall(contract.endpoints.personas, {})
  const items = (data?.items ?? []).filter(({ end }) => end !== 'admin')
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
