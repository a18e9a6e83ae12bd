export { default } from '../../../../miniapp/src/pkg-staff/pool/index'
