import { Box } from '@/platform/elements'
import './person-chip.css'

/** A person by the first sign of their name; persimmon, because a person is involved. */
export function PersonChip({ name, role }: { name: string; role?: string }) {
  return (
    <Box className="person">
      <Box className="person-sign" mute>
        {name.slice(0, 1)}
      </Box>
      <Box className="person-words">
        <Box>{name}</Box>
        {role ? <Box className="small">{role}</Box> : null}
      </Box>
    </Box>
  )
}
