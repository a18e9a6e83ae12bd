/** Packets of real stations and of the standard itself, without their line ends. */
export const goodPackets = [
  {
    text: '##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80',
    cn: '1062',
    mn: '010000A8900016F000169DC0',
    factors: 0,
  },
  {
    text: '##0109ST=32;CN=2011;PW=123456;MN=NJGDKYYC202101q0001w0001;CP=&&DataTime=20210305003817000;ele01-Rtd=1;ele02-Rtd=0&&8c41',
    cn: '2011',
    mn: 'NJGDKYYC202101q0001w0001',
    factors: 2,
  },
  {
    text: '##0120QN=20200828190600000;ST=27;CN=2011;PW=123456;MN=18AAH;Flag=4;CP=&&DataTime=20200828190600;a24088-Rtd=0.0,a24088-Flag=F&&B981',
    cn: '2011',
    mn: '18AAH',
    factors: 1,
  },
  {
    text: '##0120QN=20200828191000000;ST=27;CN=2011;PW=123456;MN=18AAH;Flag=4;CP=&&DataTime=20200828191000;a24088-Rtd=0.0,a24088-Flag=F&&B981',
    cn: '2011',
    mn: '18AAH',
    factors: 1,
  },
  {
    text: '##0289QN=20191012133710130;ST=22;CN=2011;PW=123456;MN=Y80110010000010;Flag=4;CP=&&DataTime=20191012133710;a214-Rtd=0.00,a214-Flag=N;a215-Rtd=0.00,a215-Flag=N;a216-Rtd=0.036,a216-Flag=N;a217-Rtd=0.033,a217-Flag=N;a211-Rtd=25.40,a211-Flag=N;a212-Rtd=49.20,a212-Flag=N;a213-Rtd=101.94,a213-Flag=N&&5780',
    cn: '2011',
    mn: 'Y80110010000010',
    factors: 7,
  },
  {
    text: '##0411QN=20220513162608370;ST=22;CN=2051;PW=123456;MN=JLYP01_AIR01_0001;Flag=4;CP=&&DataTime=20220513162600;a21004-Avg=4,a21004-Flag=N;a05024-Avg=63,a05024-Flag=N;a21026-Avg=6,a21026-Flag=N;a21005-Avg=0.427,a21005-Flag=N;a34004-Avg=14,a34004-Flag=N;a34002-Avg=31,a34002-Flag=N;a01007-Avg=1,a01007-Flag=N;a01008-Avg=11,a01008-Flag=N;a01001-Avg=17,a01001-Flag=N;a01002-Avg=85,a01002-Flag=N;a01006-Avg=95,a01006-Flag=N&&D641',
    cn: '2051',
    mn: 'JLYP01_AIR01_0001',
    factors: 11,
  },
] as const

/** What stations sent and nobody may believe. */
export const badPackets = [
  {
    text: '##0136ST=32;CN=2011;PW=123456;MN=LD130133000015;CP=&&DataTime=20160824003817;B01-Rtd=36.91;011-Rtd=231.0,011-Flag=N;060-Rtd=1.803,060-Flag=N&&4980',
    at: 142,
    why: /right would be 3C00/,
  },
  {
    text: '##0215QN=202411123203230940;ST=39;CN=2011;PW=123456;MN=0507A010003197;Flag=4;CP=&&DataTime=2024112320423050;a01001-Rtd=19.3;a01006-Rtd=101.620;a01007-Rtd=0.0;a01008-Rtd=59;a34002-Rtd=19;a34004-Rtd=10;Flag=N&&3240',
    at: 212,
    why: /215 bytes of data are named/,
  },
  { text: '#0101', at: 0, why: /does not begin with ##/ },
  { text: '##01x1QN=', at: 2, why: /is no length/ },
  { text: '##9999ST=32', at: 2, why: /the most is 1024/ },
] as const
