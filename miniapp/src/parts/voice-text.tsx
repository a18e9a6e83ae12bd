import { useClient } from '@liren/client'
import { text } from '@liren/contract'
import { useState } from 'react'
import { Area, Box, Tap } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { Icon } from './icon'
import './voice-text.css'

interface VoiceTextProps {
  readonly id?: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly label: string
  readonly placeholder: string
  readonly maxLength: number
  readonly faulty?: boolean
}

const words = {
  speak: text('说出来', 'Speak'),
  stop: text('说完了', 'Done speaking'),
  count: (length: number, most: number) => text(`${length} / ${most}`, `${length} / ${most}`),
}

/** Long text, typed or spoken; the key for speaking is drawn only where the end can listen. */
export function VoiceText({ id, value, onChange, label, placeholder, maxLength, faulty }: VoiceTextProps) {
  const say = useSay()
  const { platform } = useClient()
  const [stop, setStop] = useState<null | (() => Promise<void>)>(null)
  const { listen } = platform

  const start = async () => {
    if (listen === null) return
    const started = await listen()
    if (!started.ok) return
    setStop(() => async () => {
      setStop(null)
      const heard = await started.value.stop()
      if (heard.ok) onChange(`${value}${heard.value}`.slice(0, maxLength))
    })
  }

  return (
    <Box className="voice-text">
      <Area
        {...(id ? { id } : {})}
        className="area"
        value={value}
        onChange={onChange}
        label={label}
        placeholder={placeholder}
        maxLength={maxLength}
        faulty={faulty ?? false}
      />
      <Box className="row between">
        {listen ? (
          <Tap className="row gap-4 voice-key" onTap={() => void (stop ? stop() : start())}>
            <Icon name="mic" />
            {say(stop ? words.stop : words.speak)}
          </Tap>
        ) : (
          <Box />
        )}
        {value.length > maxLength * 0.8 ? <Box className="small number">{say(words.count(value.length, maxLength))}</Box> : null}
      </Box>
    </Box>
  )
}
