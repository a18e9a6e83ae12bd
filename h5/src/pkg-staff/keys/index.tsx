export { default } from '../../../../miniapp/src/pkg-staff/keys/index'
