/* Pictures lose what they say besides what they show, and stay the pictures that they are. */
#include <string.h>
#include <zlib.h>

#include "server/api/image.h"
#include "tests/lib/tap.h"

static unsigned char bytes[200000], before[sizeof(bytes)];
static size_t size;
static bool broken; /* reading fails */
static struct cw_err err;

static int read_bytes(void *arg, uint64_t at, void *out, size_t len, struct cw_err *e)
{
	(void)arg;
	if (broken)
		return cw_fail(e, CW_UNAVAILABLE, CW_MSG_INTERNAL, NULL);
	ck_assert(at <= size && len <= size - at);
	memcpy(out, bytes + at, len);
	return 0;
}

static int write_bytes(void *arg, uint64_t at, const void *in, size_t len, struct cw_err *e)
{
	(void)arg;
	(void)e;
	ck_assert(at <= size && len <= size - at);
	memcpy(bytes + at, in, len);
	return 0;
}

static bool blank(const char *type)
{
	const struct image image = { size, read_bytes, write_bytes, NULL };
	bool blanked;

	cw_err_clear(&err);
	memcpy(before, bytes, size);
	ck_assert_int_eq(image_blank(type, &image, &blanked, &err), 0);
	ck_assert_int_eq(blanked, memcmp(before, bytes, size) != 0);
	return blanked;
}

static bool says(const char *text)
{
	return memmem(bytes, size, text, strlen(text)) != NULL;
}

static void set_up(void)
{
	memset(bytes, 0, sizeof(bytes));
	size = 0;
	broken = false;
}

static void add(const void *p, size_t n)
{
	memcpy(bytes + size, p, n);
	size += n;
}
#define ADD(literal) add(literal, sizeof(literal) - 1)

/* ---- JPEG. */

/* A segment with its length before it; N_REST zeros behind TEXT. */
static void segment(unsigned char marker, const char *text, size_t n, size_t n_rest)
{
	const size_t len = 2 + n + n_rest;
	const unsigned char head[] = { 0xff, marker, (unsigned char)(len >> 8),
				       (unsigned char)len };

	add(head, 4);
	add(text, n);
	size += n_rest;
}
#define SEGMENT(marker, literal) segment(marker, literal, sizeof(literal) - 1, 0)

#define SCAN                                                                                       \
	"\xff\xda\0\4\1\0"                                                                         \
	"\x12\xff\0\x34\xff\xd0\x56"

static void jpeg_with(const char *exif, size_t n, size_t n_rest)
{
	ADD("\xff\xd8");
	SEGMENT(0xe0, "JFIF\0\1\2\0\0\1\0\1\0\0");
	segment(0xe1, exif, n, n_rest);
	SEGMENT(0xe1, "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>Owner</x:xmpmeta>");
	SEGMENT(0xe2, "ICC_PROFILE\0\1\1profile");
	SEGMENT(0xe2, "MPF\0Gallery");
	SEGMENT(0xed, "Photoshop 3.0\0Author");
	SEGMENT(0xee, "Adobe\0dtransform");
	SEGMENT(0xfe, "Remark");
	SEGMENT(0xdb, "quantisation");
	ADD(SCAN);
	SEGMENT(0xc4, "tables");
	SEGMENT(0xfe, "Between");
	ADD(SCAN);
	ADD("\xff\xd9");
	ADD("\xff\xd8\xff\xe1" "Another picture");
}

/* Big and little endian, with a place, a device and a way up. */
static const char exif_big[] = "Exif\0\0MM\0*\0\0\0\010\0\3"
			       "\1\017\0\2\0\0\0\6\0\0\0\x32"
			       "\1\022\0\3\0\0\0\1\0\6\0\0"
			       "\x88\x25\0\4\0\0\0\1\0\0\0\x40"
			       "\0\0\0\0Device GPS";
static const char exif_little[] = "Exif\0\0II*\0\010\0\0\0\2\0"
				  "\017\1\2\0\6\0\0\0\x32\0\0\0"
				  "\022\1\3\0\1\0\0\0\010\0\0\0"
				  "\0\0\0\0Device GPS";

static void check_jpeg(const char *way)
{
	static const char *const gone[] = { "Device", "GPS",	"Owner",   "xmpmeta", "Gallery",
					    "Author", "Remark", "Between", "Another" };
	static const char *const kept[] = { "JFIF", "ICC_PROFILE\0\1\1profile", "Adobe",
					    "quantisation", "tables" };

	ck_assert(blank("image/jpeg"));
	for (size_t i = 0; i < sizeof(gone) / sizeof(gone[0]); i++)
		ck_assert_msg(!says(gone[i]), "%s", gone[i]);
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		ck_assert_msg(says(kept[i]), "%s", kept[i]);
	ck_assert_ptr_nonnull(memmem(bytes, size, SCAN, sizeof(SCAN) - 1));
	if (way)
		ck_assert_ptr_nonnull(memmem(bytes, size, way, 26 + 6));
	else
		ck_assert(!says("Exif"));
	ck_assert(!blank("image/jpeg")); /* once is enough */
}

#define WAY_UP(n) "Exif\0\0II*\0\010\0\0\0\1\0\022\1\3\0\1\0\0\0" n "\0\0\0\0\0\0\0"

START_TEST(a_jpeg_keeps_its_colours_and_its_way_up_only)
{
	jpeg_with(exif_big, sizeof(exif_big) - 1, 0);
	check_jpeg(WAY_UP("\6"));
	set_up();
	jpeg_with(exif_little, sizeof(exif_little) - 1, 60000);
	check_jpeg(WAY_UP("\010"));
}
END_TEST

START_TEST(a_jpeg_that_stands_upright_or_says_nonsense_keeps_no_exif)
{
	static const struct {
		const char *exif;
		size_t n;
	} rows[] = {
#define ROW(literal) { literal, sizeof(literal) - 1 }
		ROW("Exif\0\0II*\0\010\0\0\0\1\0\022\1\3\0\1\0\0\0\1\0\0\0\0\0\0\0 GPS"),
		ROW("Exif\0\0II*\0\010\0\0\0\1\0\022\1\3\0\1\0\0\0\011\0\0\0\0\0\0\0 GPS"),
		ROW("Exif\0\0II*\0\xff\xff\xff\xff\1\0 GPS and some more text behind it"),
		ROW("Exif\0\0MM\0*\0\0\0\010\xff\xff GPS and some more text behind it"),
		ROW("Exif\0\0II*\0\010\0\0\0"),
		ROW("Exif\0\0GPS"),
		ROW("Exif\0\0"),
		ROW("Exif\0"),
		/* no room for the entry: the picture may lie on its side, but says nothing */
		ROW("Exif\0\0II*\0\010\0\0\0\1\0\022\1\3\0\1\0\0\0\6\0\0\0"),
#undef ROW
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		set_up();
		jpeg_with(rows[i].exif, rows[i].n, 0);
		check_jpeg(NULL);
	}
}
END_TEST

/* ---- PNG. */

#define PNG_SIGNATURE "\211PNG\r\n\032\n"

static void put_big(unsigned value)
{
	const unsigned char b[] = { (unsigned char)(value >> 24), (unsigned char)(value >> 16),
				    (unsigned char)(value >> 8), (unsigned char)value };

	add(b, 4);
}

static void chunk(const char *type, const char *text, size_t n)
{
	const size_t from = size + 4;

	put_big((unsigned)n);
	add(type, 4);
	add(text, n);
	put_big((unsigned)crc32(0, bytes + from, (uInt)(n + 4)));
}
#define CHUNK(type, literal) chunk(type, literal, sizeof(literal) - 1)

static void check_sums(void)
{
	size_t at = 8;

	while (memcmp(bytes + at + 4, "IEND", 4) != 0) {
		const size_t n = (size_t)bytes[at] << 24 | (size_t)bytes[at + 1] << 16 |
				 (size_t)bytes[at + 2] << 8 | bytes[at + 3];
		const unsigned char *sum = bytes + at + 8 + n;

		ck_assert_uint_eq(crc32(0, bytes + at + 4, (uInt)(n + 4)),
				  (uLong)sum[0] << 24 | (uLong)sum[1] << 16 | (uLong)sum[2] << 8 |
					  sum[3]);
		at += 12 + n;
		ck_assert(at < size);
	}
}

static void png_with(void)
{
	static char text[5000];

	memset(text, 'x', sizeof(text));
	ADD(PNG_SIGNATURE);
	CHUNK("IHDR", "\0\0\0\1\0\0\0\1\010\2\0\0\0");
	CHUNK("pHYs", "\0\0\0\1\0\0\0\1\1");
	CHUNK("tEXt", "Author\0Owner");
	CHUNK("iTXt", "");
	CHUNK("eXIf", "MM\0*GPS");
	CHUNK("tIME", "\7\352\1\1\1\1\1");
	chunk("zTXt", text, sizeof(text));
	CHUNK("prVt", "Device");
	CHUNK("IDAT", "pixels");
	CHUNK("IEND", "");
	ADD("Behind the end");
}

START_TEST(a_png_keeps_what_it_shows_and_its_sums)
{
	static const char *const gone[] = { "tEXt", "Owner", "iTXt", "eXIf",   "GPS",	"tIME",
					    "zTXt", "xxx",   "prVt", "Device", "Behind" };
	static const char *const kept[] = { "IHDR", "pHYs", "IDATpixels", "IEND" };

	png_with();
	ck_assert(blank("image/png"));
	for (size_t i = 0; i < sizeof(gone) / sizeof(gone[0]); i++)
		ck_assert_msg(!says(gone[i]), "%s", gone[i]);
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		ck_assert_msg(says(kept[i]), "%s", kept[i]);
	check_sums();
	ck_assert(!blank("image/png"));
}
END_TEST

/* ---- WebP. */

static void riff(const char *type, const char *text, size_t n)
{
	const unsigned char b[] = { (unsigned char)n, (unsigned char)(n >> 8), 0, 0 };

	add(type, 4);
	add(b, 4);
	add(text, n);
	size += n & 1;
}
#define RIFF(type, literal) riff(type, literal, sizeof(literal) - 1)

static void webp_with(void)
{
	ADD("RIFF\0\0\0\0WEBP");
	RIFF("VP8X", "\x1c\0\0\0\0\0\0\0\0\0");
	RIFF("VP8 ", "pixel");
	RIFF("EXIF", "MM\0*GPS");
	RIFF("XMP ", "<x:xmpmeta>");
}

START_TEST(a_webp_says_and_has_neither_exif_nor_xmp)
{
	webp_with();
	ck_assert(blank("image/webp"));
	ck_assert(!says("GPS") && !says("xmpmeta") && !says("EXIF") && !says("XMP "));
	ck_assert(says("VP8 ") && says("pixel"));
	ck_assert_uint_eq(bytes[20], 0x10); /* still with an alpha channel */
	ck_assert(!blank("image/webp"));
}
END_TEST

/* ---- Anything. */

static void cut_everywhere(void (*make)(void), const char *type)
{
	size_t whole;

	set_up();
	make();
	whole = size;
	for (size_t n = 0; n < whole; n++) {
		set_up();
		make();
		size = n;
		blank(type);
	}
}

static void jpeg_big(void)
{
	jpeg_with(exif_big, sizeof(exif_big) - 1, 0);
}

START_TEST(a_picture_cut_off_anywhere_is_walked_as_far_as_it_goes)
{
	cut_everywhere(jpeg_big, "image/jpeg");
	cut_everywhere(png_with, "image/png");
	cut_everywhere(webp_with, "image/webp");
}
END_TEST

START_TEST(every_byte_may_be_wrong)
{
	static const struct {
		void (*make)(void);
		const char *type;
	} rows[] = { { jpeg_big, "image/jpeg" },
		     { png_with, "image/png" },
		     { webp_with, "image/webp" } };

	for (size_t k = 0; k < 3; k++) {
		size_t whole;

		set_up();
		rows[k].make();
		whole = size < 600 ? size : 600;
		for (size_t i = 0; i < whole; i++) {
			for (int value = 0; value < 256; value += 51) {
				set_up();
				rows[k].make();
				bytes[i] = (unsigned char)value;
				blank(rows[k].type);
			}
		}
	}
}
END_TEST

START_TEST(other_types_stay)
{
	jpeg_big();
	ck_assert(!blank("image/tiff"));
	ck_assert(!blank("application/pdf"));
	ck_assert(!blank("image/png")); /* not what it is called */
}
END_TEST

START_TEST(what_the_reader_says_is_said)
{
	const struct image image = { sizeof(bytes), read_bytes, write_bytes, NULL };
	bool blanked;

	broken = true;
	ck_assert_int_eq(image_blank("image/png", &image, &blanked, &err), -1);
	ck_assert_int_eq(err.msg, CW_MSG_INTERNAL);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("image");
	TCase *t = tcase_create("image");

	tcase_add_checked_fixture(t, set_up, NULL);
	tcase_add_test(t, a_jpeg_keeps_its_colours_and_its_way_up_only);
	tcase_add_test(t, a_jpeg_that_stands_upright_or_says_nonsense_keeps_no_exif);
	tcase_add_test(t, a_png_keeps_what_it_shows_and_its_sums);
	tcase_add_test(t, a_webp_says_and_has_neither_exif_nor_xmp);
	tcase_add_test(t, a_picture_cut_off_anywhere_is_walked_as_far_as_it_goes);
	tcase_add_test(t, every_byte_may_be_wrong);
	tcase_add_test(t, other_types_stay);
	tcase_add_test(t, what_the_reader_says_is_said);
	suite_add_tcase(s, t);
	return tap_run(s);
}
