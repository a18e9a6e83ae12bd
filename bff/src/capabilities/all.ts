import type { CapabilityFactory } from '../kernel/capability.ts'
import { alarm } from './alarm/index.ts'
import { api } from './api/index.ts'
import { app } from './app/index.ts'
import { athome } from './athome/index.ts'
import { audit } from './audit/index.ts'
import { availability } from './availability/index.ts'
import { backup } from './backup/index.ts'
import { booking } from './booking/index.ts'
import { bridge } from './bridge/index.ts'
import { building } from './building/index.ts'
import { camera } from './camera/index.ts'
import { catalogue } from './catalogue/index.ts'
import { certificate } from './certificate/index.ts'
import { charging } from './charging/index.ts'
import { consent } from './consent/index.ts'
import { custom } from './custom/index.ts'
import { dataset } from './dataset/index.ts'
import { device } from './device/index.ts'
import { dictionary } from './dictionary/index.ts'
import { duplicate } from './duplicate/index.ts'
import { egress } from './egress/index.ts'
import { energy } from './energy/index.ts'
import { entry } from './entry/index.ts'
import { environment } from './environment/index.ts'
import { face } from './face/index.ts'
import { falling } from './falling/index.ts'
import { family } from './family/index.ts'
import { file } from './file/index.ts'
import { firmware } from './firmware/index.ts'
import { govdata } from './govdata/index.ts'
import { grid } from './grid/index.ts'
import { hazard } from './hazard/index.ts'
import { health } from './health/index.ts'
import { hint } from './hint/index.ts'
import { home } from './home/index.ts'
import { house } from './house/index.ts'
import { household } from './household/index.ts'
import { housekeeper } from './housekeeper/index.ts'
import { intake } from './intake/index.ts'
import { job } from './job/index.ts'
import { key } from './key/index.ts'
import { lease } from './lease/index.ts'
import { live } from './live/index.ts'
import { map } from './map/index.ts'
import { merchant } from './merchant/index.ts'
import { message } from './message/index.ts'
import { notice } from './notice/index.ts'
import { org } from './org/index.ts'
import { parking } from './parking/index.ts'
import { passage } from './passage/index.ts'
import { person } from './person/index.ts'
import { place } from './place/index.ts'
import { product } from './product/index.ts'
import { property } from './property/index.ts'
import { quality } from './quality/index.ts'
import { repair } from './repair/index.ts'
import { resource } from './resource/index.ts'
import { retention } from './retention/index.ts'
import { review } from './review/index.ts'
import { rights } from './rights/index.ts'
import { role } from './role/index.ts'
import { rule } from './rule/index.ts'
import { score } from './score/index.ts'
import { search } from './search/index.ts'
import { session } from './session/index.ts'
import { setup } from './setup/index.ts'
import { share } from './share/index.ts'
import { space } from './space/index.ts'
import { statistics } from './statistics/index.ts'
import { stream } from './stream/index.ts'
import { subscription } from './subscription/index.ts'
import { supply } from './supply/index.ts'
import { tag } from './tag/index.ts'
import { upstream } from './upstream/index.ts'
import { user } from './user/index.ts'
import { vehicle } from './vehicle/index.ts'
import { visit } from './visit/index.ts'
import { warehouse } from './warehouse/index.ts'
import { waste } from './waste/index.ts'
import { workbook } from './workbook/index.ts'
import { zone } from './zone/index.ts'

/** Every capability of the house. Deleting a line and its folder deletes the capability. */
export const capabilities: readonly CapabilityFactory[] = [
  alarm,
  api,
  app,
  athome,
  audit,
  booking,
  bridge,
  availability,
  backup,
  building,
  camera,
  catalogue,
  certificate,
  charging,
  consent,
  custom,
  dataset,
  device,
  dictionary,
  duplicate,
  energy,
  entry,
  environment,
  egress,
  face,
  falling,
  family,
  file,
  firmware,
  govdata,
  grid,
  hazard,
  health,
  hint,
  home,
  house,
  household,
  housekeeper,
  intake,
  job,
  key,
  lease,
  live,
  map,
  merchant,
  supply,
  message,
  notice,
  org,
  parking,
  passage,
  person,
  place,
  product,
  property,
  quality,
  repair,
  resource,
  retention,
  review,
  rights,
  role,
  rule,
  score,
  search,
  session,
  setup,
  share,
  space,
  statistics,
  tag,
  stream,
  subscription,
  upstream,
  user,
  vehicle,
  visit,
  warehouse,
  waste,
  workbook,
  zone,
]
