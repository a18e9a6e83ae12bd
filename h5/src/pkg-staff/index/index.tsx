export { default } from '../../../../miniapp/src/pkg-staff/index/index'
