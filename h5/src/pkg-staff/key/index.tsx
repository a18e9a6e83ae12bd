export { default } from '../../../../miniapp/src/pkg-staff/key/index'
