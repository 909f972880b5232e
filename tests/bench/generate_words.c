/* What people ask for and who they are: plain Chinese of parts that fit, and persons that nobody
 * can take for real. */
#include "casework/base/text.h"
#include "server/api/filing.h"
#include "tests/bench/generate.h"

#define OF(list) list[gen_random(DB_N(list))]

static const char *const places[] = {
	"洪都街道",	  "京山街道",	    "三家店街道",   "岱山街道",
	"徐家坊街道",	  "青云谱镇",	    "城南社区",	    "井冈山大道沿线",
	"迎宾大道北段",	  "施尧路东侧",	    "广州路片区",   "解放西路片区",
	"洪都中大道",	  "新溪桥片区",	    "江铃片区",	    "梅湖片区",
	"象湖东岸",	  "定山村",	    "前万村",	    "熊坊村",
	"朱桥梅村",	  "楞上村",	    "包家花园小区", "金桥小区",
	"曙光小区",	  "洪都新村",	    "建设西路小区", "三店西路市场",
	"第一批改造小区", "第二批改造小区", "全区",	    "辖区内各单位",
	"老工业区",	  "产业集聚区",	    "铁路沿线",	    "轨道交通站点周边",
	"朝阳洲南端",	  "佛塔村",	    "十字街社区",   "何家坊社区",
};
static const char *const things[] = {
	"资金使用明细",	      "项目立项批复",	  "竣工验收报告",	  "招标公告和中标通知书",
	"专题会议纪要",	      "行政审批材料",	  "补贴发放名单",	  "实施方案和附件",
	"年度工作总结",	      "政府采购合同",	  "现场检查记录",	  "行政处罚决定书",
	"收费项目和依据",     "征收补偿安置方案", "环境影响评价批复",	  "规划许可证及附图",
	"部门预算和决算",     "专家评审意见",	  "社会稳定风险评估报告", "申请人名单和金额",
	"工作人员岗位职责",   "投诉举报办理情况", "财务审计报告",	  "土地出让合同",
	"用地红线图",	      "施工许可证",	  "质量监督报告",	  "听证会笔录",
	"入学政策和名额分配", "救助对象公示名单", "设备维护记录",	  "应急预案",
	"统计报表",	      "评估机构名录",	  "整改通知和复查结果",
};
static const char *const openings[] = {
	"申请公开",
	"请贵单位公开",
	"本人申请获取",
	"依据《政府信息公开条例》，申请公开",
	"因生产经营需要，申请公开",
	"为了解本小区的情况，申请公开",
	"因办理手续需要，申请获取",
};
static const char *const details[] = {
	"包括文件正文、附件和批准时间。",
	"希望写明金额、单位和日期。",
	"如分批办理，请按批次分别提供。",
	"如有图纸，请一并提供复制件。",
	"若信息涉及多个部门，请告知应当向谁申请。",
	"只需要最后确定的版本，不需要过程稿。",
	"请提供加盖公章的复印件。",
	"如已经公开，请告知查阅的网址或者地点。",
	"请列出承办科室和联系电话。",
	"请区分已经完成的和正在办理的。",
	"其中涉及他人姓名的部分可以隐去。",
	"请说明依据的法律条款和文件文号。",
	"请同时公开调整前后的对照表。",
	"请注明数据的统计口径和来源。",
	"最近一次变更的决定也在申请范围内。",
	"如部分内容不能公开，请区分处理后提供其余部分。",
};
static const char *const uses[] = {
	"用于了解本人切身利益的事项。", "用于学术研究。",     "用于准备投标。",
	"用于业主委员会讨论。",		"用于核对补偿数额。", "用于向村民说明情况。",
	"用于企业办理备案。",
};
static const char *const surnames[] = {
	"赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "褚",   "卫",   "蒋",   "沈",
	"韩", "杨", "朱", "秦", "尤", "许", "何", "吕", "施", "张", "孔",   "曹",   "严",   "华",
	"金", "魏", "陶", "姜", "戚", "谢", "邹", "喻", "柏", "水", "欧阳", "司马", "上官", "诸葛",
};
static const char *const digits[] = { "零", "一", "二", "三", "四", "五", "六", "七", "八", "九" };

static int text(struct cw_arena *a, const struct gen_agency *agency, int year,
		struct gen_words *out)
{
	const char *topic = agency->topics[gen_random(agency->n_topics)], *place = OF(places);
	const char *thing = OF(things);
	const int of = year - (int)gen_random(4);
	struct cw_buf b;

	out->title = gen_random(3) ? cw_printf(a, "%d年%s%s%s", of, place, topic, thing)
				   : cw_printf(a, "%s%s%s", place, topic, thing);
	cw_buf_init(&b, a);
	cw_buf_printf(&b, "%s%d年%d月至%d年%d月%s%s的%s。", OF(openings), of - (int)gen_random(2),
		      1 + (int)gen_random(12), of, 1 + (int)gen_random(12), place, topic, thing);
	/* Most say little more. */
	for (uint64_t n = gen_random(3); n > 0; n--)
		cw_buf_puts(&b, gen_random(2) ? OF(details) : OF(uses));
	out->description = cw_buf_done(&b, NULL);
	return out->title && out->description ? 0 : -1;
}

/* Person N is always the same: what is kept of them is found again by its blind indexes. */
static int person(struct cw_arena *a, uint64_t n, struct gen_words *out)
{
	const unsigned long long no = n;
	struct cw_buf b;

	out->category = n % 100 < 84 ? 0 : 1 + (int)(n % 5);
	cw_buf_init(&b, a);
	cw_buf_puts(&b, out->category ? "测试单位" : surnames[n % DB_N(surnames)]);
	cw_buf_puts(&b, out->category ? "" : "测试");
	for (uint64_t rest = n;; rest /= 10) {
		cw_buf_puts(&b, digits[rest % 10]);
		if (rest < 10)
			break;
	}
	cw_buf_puts(&b, out->category == 1 ? "有限公司" : out->category ? "中心" : "");
	out->name = cw_buf_done(&b, NULL);
	out->id_number = cw_printf(a, "测试证件%07llu", no);
	out->phone = cw_printf(a, "0791-0%07llu", no % 10000000);
	out->address = cw_printf(a, "测试路%llu号", no % 900 + 1);
	return out->name && out->id_number && out->phone && out->address ? 0 : -1;
}

int gen_words(struct cw_arena *a, const struct gen_agency *agency, uint64_t people, int year,
	      struct gen_words *out, struct cw_err *err)
{
	/* One in six requests is by one of the few who ask all the time. */
	const uint64_t often = people / 200 + 1;
	const uint64_t who = gen_random(6) ? gen_random(people) : gen_random(often);

	return text(a, agency, year, out) || person(a, who, out) ? cw_fail_memory(err) : 0;
}
