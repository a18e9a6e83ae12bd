export { default } from '../../../../miniapp/src/pkg-staff/waste/index'
