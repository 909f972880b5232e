/*
 * The one way to change a case (design.md): lock it, load its facts, let casework/machine.h decide,
 * save what it says with the event, the clock, the deadlines and the outbox row, in one transaction.
 * Endpoints, the scheduler and disclosurectl all enter here.
 *
 *	act_run(rq, fn, arg, err)         the transaction, with the idempotency row as its last statement
 *	  act_open(x, rq, id, act, err)   lock and load
 *	  x->facts... = ...               what the act brings
 *	  act_decide(x, CW_ACT_..., err)  the law's word; x->change says what follows
 *	  db_..._add(...)                 the act's own record
 *	  act_finish(x, detail, err)      event, clock, deadlines, docket, outbox
 */
#ifndef SERVER_ACT_ACT_H
#define SERVER_ACT_ACT_H

#include "casework/consultation.h"
#include "casework/hard.h"
#include "casework/letter.h"
#include "casework/machine.h"
#include "db/agency.h"
#include "db/consultation.h"
#include "db/correction.h"
#include "db/event.h"
#include "db/fee.h"
#include "db/filing.h"
#include "db/has.h"
#include "db/payment.h"
#include "db/person.h"
#include "db/reasons.h"
#include "db/reply.h"
#include "server/act/clock_json.h"
#include "server/act/settings.h"
#include "server/http/rq.h"

struct act {
	struct rq *rq;
	struct db_docket d; /* locked; act_finish saves it */
	struct cw_case c;   /* the same as the machine sees it */
	struct cw_clock_event *clock_events;
	size_t n_clock_events;
	/* By which the case's clock stands; the request's, except for what is no longer open or only
	 * read (server/act/follow.h). */
	const struct cw_calendar *calendar;
	int *voided; /* seqs of the events that rectifications have voided (R-KEEP-4) */
	size_t n_voided;
	/* DB_HAS_BITs: the kinds of records that there may be (act_has).  DB_HAS_ALL once the act has
	 * been saved. */
	uint64_t has;
	struct settings settings; /* in force on the day of receipt */
	struct db_agency agency;
	struct db_reply reply; /* of the running handling */
	bool has_reply;
	unsigned chain;	   /* who must approve it, CW_ROLE_BITs in the order business head, head, leader */
	struct db_search *searches; /* of all handlings */
	size_t n_all_searches;
	size_t n_searches; /* recorded in this handling, and standing */
	struct db_approval *approvals; /* of the reply's rounds */
	size_t n_approvals;
	/* Read at their first use (people_applicant, people_filing). */
	const struct db_person *applicant;
	const struct db_filing *filing;
	const char *successor; /* who goes on in the applicant's place (R-OUT-9); letters go to them */
	struct db_consultation *consultations; /* of all handlings, in the order of asking */
	size_t n_consultations;
	struct db_reasons reasons; /* of the running handling */
	bool has_reasons;
	/* What the records say that a reply is checked against (R-OUT-1, R-OUT-2, R-ASK-1); the
	 * parts are put in by act_reply. */
	struct cw_reply about;
	/* What makes a case hard beside its draft (R-ASK-5), filled by the loaders of each record;
	 * hard_rules are the CW_HARD_BITs that hold and count at the agency. */
	struct cw_hard_facts hard;
	unsigned hard_rules;
	/* Roles of the chain that the caller holds today as a deputy, and for whom (R-OUT-10). */
	unsigned deputy;
	uint64_t acts_for[CW_ROLE_MAX];
	const char *acts_for_name[CW_ROLE_MAX];
	struct db_correction correction; /* of the running handling */
	bool has_correction;
	struct db_fee fee, fee_draft; /* the notice that stands for the case, and the drafted one */
	bool has_fee, has_fee_draft;
	struct db_lapse *lapses; /* the letters that ended the case, or were to */
	size_t n_lapses;
	cw_day waits_until; /* last day for what is waited for, as far as a receipt is recorded */
	unsigned roles; /* CW_ROLE_BITs of the caller at this case: grants, and what is put to them */
	struct cw_facts facts; /* today, now, actor filled; the endpoint adds what the act brings */
	/* What those who subscribe are told beside the case (db/event.h); the endpoint fills it. */
	struct {
		const char *deadline;
		uint64_t ref, user;
		cw_day until; /* 0: what the clock event says */
		unsigned hard_rules;
	} told;
	/* After act_decide. */
	enum cw_act act;
	struct cw_change change;
	/* What the clock event of the act carries; zero and CW_DAY_NONE if nothing. */
	struct cw_clock_event clock_event;
};

/* Runs FN in a transaction with retries.  If the request has an idempotency key, the answer that FN
 * made is stored as the last statement; if another request with the key was first, FN's work is
 * rolled back and the stored answer given.  An outcome lost at COMMIT is found out by that row. */
typedef int act_fn(struct rq *rq, void *arg, struct cw_err *err);
int act_run(struct rq *rq, act_fn *fn, void *arg, struct cw_err *err) CW_MUST_CHECK;

/* Locks case ID, checks that the caller may see it (else CW_NOT_FOUND), that a role of theirs may ever do
 * ACT (else CW_FORBIDDEN) and that If-Match names its version (else CW_STALE with who changed what), in
 * this order, and loads what guards read. */
int act_open(struct act *x, struct rq *rq, uint64_t id, enum cw_act act,
	     struct cw_err *err) CW_MUST_CHECK;
/* The same without the lock and the version, for reading: allowed acts, the clock. */
int act_view(struct act *x, struct rq *rq, uint64_t id, struct cw_err *err) CW_MUST_CHECK;

/* Asks the machine in each role that the caller holds at the case's agency; the first that may. */
int act_decide(struct act *x, enum cw_act act, struct cw_err *err) CW_MUST_CHECK;
/* A paper act of an outage (R-KEEP-3): the headers Outage-Day and Outage-Scan (the scan's name, printable
 * ASCII).  Only a head enters it, in whatever office role stood on the paper: X->roles get those.  *ON:
 * the day on the paper, CW_DAY_NONE without the headers; act_open puts it into X->facts. */
#define ACT_OUTAGE_DAY	"outage-day"
#define ACT_OUTAGE_SCAN "outage-scan"
int act_outage(struct act *x, cw_day *on, struct cw_err *err) CW_MUST_CHECK;
/* Saves the decided act.  DETAIL (taken, may be NULL) is what the event says beside actor and days. */
int act_finish(struct act *x, struct json_object *detail, struct cw_err *err) CW_MUST_CHECK;
/* Writes the outbox row; part of act_finish. */
int act_tell(struct act *x, struct cw_err *err) CW_MUST_CHECK;
/* Puts what falls due next into the docket again, where deadlines were made after act_begin. */
int act_save_queue(struct act *x, struct cw_err *err) CW_MUST_CHECK;
/* Appends the event alone, of X->act, X->change, X->clock_event and X->facts: for an act that is several
 * events (a rectification and what it puts in the place).  An act_finish must follow. */
int act_record(struct act *x, struct json_object *detail, struct cw_err *err) CW_MUST_CHECK;

/* The deadlines that follow from the clock and the state (casework/deadline.h, by_clock), put or ended;
 * part of act_finish. */
int act_clock_deadlines(struct act *x, struct cw_err *err) CW_MUST_CHECK;

/* Whether the case may have records of KIND: if not, they need not be asked for. */
static inline bool act_has(const struct act *x, enum db_has kind)
{
	return x->has & DB_HAS_BIT(kind);
}

/* Loads the case's records again after they were written, so that an answer shows them, and opens or
 * ends what follows from them (server/act/copies.h). */
int act_reload(struct act *x, struct cw_err *err) CW_MUST_CHECK;

/* For a filing: D is inserted; appends the first events and everything that follows from them. */
int act_begin(struct act *x, struct rq *rq, struct db_docket *d, enum cw_act act, cw_day on,
	      struct json_object *detail, struct cw_err *err) CW_MUST_CHECK;

/* Whether facts.on lies between the receipt and today (R-KEEP-3: never after the entry). */
int act_check_day(struct act *x, const char *pointer, struct cw_err *err) CW_MUST_CHECK;
/* Whether DAY lies in a year with no notice (R-DAY-3); CW_DAY_NONE does not. */
bool act_is_provisional(const struct act *x, cw_day day);
/* A fact of ON entered more than the setting's working days later needs a proof, else a fault at POINTER
 * (R-KEEP-3).  CW_DAY_NONE: nothing to ask. */
int act_check_proof(const struct rq *rq, const struct settings *settings, cw_day on, bool proof,
		    const char *pointer, struct cw_err *err) CW_MUST_CHECK;
/* Decides, saves and confirms a withdrawal of the opened case (R-REQ-9), by the applicant or by
 * REPRESENTATIVE (0: none; an agent needs that power, R-REQ-10). */
int act_withdraw(struct act *x, const char *reason, uint64_t representative,
		 struct cw_err *err) CW_MUST_CHECK;
/* Nobody is asked any more: the open consultations end with the case (R-REQ-9).  For an end without a
 * reply, before act_finish; the clock does the same by the end's event. */
int act_call_off(struct act *x, struct cw_err *err) CW_MUST_CHECK;
/* No attempt was registered on the day of arrival: received that day (R-RCPT-3).  For the scheduler: RQ is
 * RQ_SYSTEM, inside act_run, for a case whose deadline of kind DEADLINE_FIRST_ATTEMPT is open and lies
 * before today.  A case that has moved on is refused by the machine (CW_NOT_ALLOWED_NOW,
 * CW_LAW_FORBIDS): nothing to do.  Stores the receipt letter. */
int act_no_attempt(struct rq *rq, uint64_t case_id, struct cw_err *err) CW_MUST_CHECK;
/* Deadlines of a case that awaits its confirmation. */
#define DEADLINE_FIRST_ATTEMPT "first_attempt" /* the day of arrival */
#define DEADLINE_NEXT_ATTEMPT  "next_attempt"  /* every attempt_every working days */
#define DEADLINE_UNCONFIRMED   "unconfirmed"   /* from this day a head can file it unconfirmed */
/* Ends them, before act_finish: the opened case has been received. */
int act_end_attempts(struct act *x, struct cw_err *err) CW_MUST_CHECK;
/* Makes the receipt letter (登记回执) of a case that has been received. */
int act_received(struct act *x, struct db_letter *receipt, struct cw_err *err) CW_MUST_CHECK;

/* What the caller may do now and what not, with reason, rule and article (allowed_acts). */
struct json_object *act_allowed_json(struct act *x);
/* state, and the names of the acts that are allowed now, put into the request's problem. */
void act_explain_refusal(struct act *x);

/* Whether a rectification has voided the event SEQ: a record that it made counts no more. */
bool act_is_voided(const struct act *x, int seq);

/* A consultation as casework/consultation.h sees it; and what guards read of the one that an act is
 * about, in the place of the case's. */
struct cw_consultation act_consultation(const struct db_consultation *s);
void act_about_consultation(struct act *x, const struct cw_consultation *k);

/* OUTCOME and ROW become those of the case, and of the annual report, if they are of its first handling:
 * later ones change neither (R-REP-3). */
void act_ends_as(struct act *x, enum cw_outcome outcome, int row);

/* The reply as casework/outcome.h sees it; borrows from X. */
struct cw_reply act_reply(const struct act *x);

/* The roles of CW_ROLE_BITs that the principal holds at AGENCY; the applicant's bit for an access
 * session of CASE_ID. */
unsigned act_roles(const struct rq_principal *who, uint64_t agency, uint64_t case_id);
/* The roles in which the caller may try ACT: X->roles, and for the steps of the chain a deputy's. */
unsigned act_roles_for(const struct act *x, enum cw_act act);
/* Fills X->roles with those of the caller that let them see the case: of advisors and unit officers
 * only where it is put to them (db/share.h).  0: the caller must not learn that it is there. */
int act_see(struct act *x, struct cw_err *err) CW_MUST_CHECK;

/* The clock of a case computed from its events: for verification and reading. */
int act_clock(struct db_conn *c, struct cw_arena *a, uint64_t case_id, const struct cw_calendar *cal,
	      const struct settings *settings, cw_day today, struct cw_clock *out,
	      struct cw_err *err) CW_MUST_CHECK;

/* Composes, stores and returns a letter of the case (R-KEEP-2). */
int act_letter(struct act *x, enum cw_letter_kind kind, struct cw_letter_facts *facts,
	       uint64_t signed_by, bool for_applicant, struct db_letter *out,
	       struct cw_err *err) CW_MUST_CHECK;
/* The notice that the case ends as OUTCOME, for REASON; INTO: the number of the case it goes into, NULL if
 * it goes into none.  The caller has signed it. */
int act_ending_letter(struct act *x, enum cw_outcome outcome, const char *into, const char *reason,
		      struct cw_err *err) CW_MUST_CHECK;
/* Stores LETTER, another case's, byte for byte as X's too, as copy NO of it (R-OUT-11). */
int act_letter_copy(struct act *x, const struct db_letter *letter, int no, struct db_letter *out,
		    struct cw_err *err) CW_MUST_CHECK;
/* The facts that every letter of the case shares. */
int act_letter_facts(struct act *x, struct cw_letter_facts *out, struct cw_err *err) CW_MUST_CHECK;
/* The structured text as bytes. */
char *act_letter_bytes(struct cw_arena *a, const struct cw_letter_text *t, size_t *len);

#endif
