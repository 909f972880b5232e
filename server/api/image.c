#include "server/api/image.h"

#include <string.h>
#include <zlib.h>

#define BLOCK 4096

struct walk {
	const struct image *image;
	struct cw_err *err;
	bool blanked, failed; /* failed: read or write has said why */
	uint64_t at;
};

static bool take(struct walk *w, uint64_t at, void *bytes, size_t len)
{
	if (w->failed || at > w->image->size || len > w->image->size - at)
		return false;
	w->failed = w->image->read(w->image->arg, at, bytes, len, w->err) != 0;
	return !w->failed;
}

static bool put(struct walk *w, uint64_t at, const void *bytes, size_t len)
{
	w->failed = w->failed || w->image->write(w->image->arg, at, bytes, len, w->err) != 0;
	w->blanked = true;
	return !w->failed;
}

static const unsigned char zeros[BLOCK];

static bool is_zero(struct walk *w, uint64_t at, size_t len)
{
	unsigned char have[BLOCK];

	return take(w, at, have, len) && memcmp(have, zeros, len) == 0;
}

/* What is blank already is not written again. */
static bool zero(struct walk *w, uint64_t at, uint64_t len)
{
	while (len) {
		const size_t n = len < BLOCK ? (size_t)len : BLOCK;

		if (!is_zero(w, at, n) && (w->failed || !put(w, at, zeros, n)))
			return false;
		at += n;
		len -= n;
	}
	return true;
}

static unsigned big(const unsigned char *p, unsigned bytes)
{
	unsigned value = 0;

	while (bytes--)
		value = value << 8 | *p++;
	return value;
}

static unsigned little(const unsigned char *p, unsigned bytes)
{
	unsigned value = 0;

	while (bytes--)
		value = value << 8 | p[bytes];
	return value;
}

/* ---- JPEG (ITU-T T.81, annex B): segments; what is not a part of the picture stands in APPn and
 * COM. */

#define M_RST0 0xd0
#define M_SOI  0xd8
#define M_EOI  0xd9
#define M_SOS  0xda
#define M_APP0 0xe0
#define M_APPF 0xef
#define M_COM  0xfe

#define EXIF	    "Exif\0"
#define EXIF_BYTES  6 /* with a second NUL */
#define TIFF_BYTES  8
#define ENTRY_BYTES 12
#define ORIENTATION 0x0112
#define UPRIGHT	    1
#define ONE_ENTRY   (EXIF_BYTES + TIFF_BYTES + 2 + ENTRY_BYTES + 4)

/* The way up of a picture whose Exif data begin at AT, 1 to 8. */
static unsigned orientation(struct walk *w, uint64_t at, uint64_t len)
{
	unsigned char head[TIFF_BYTES], entry[ENTRY_BYTES];
	unsigned (*number)(const unsigned char *, unsigned);
	uint64_t ifd;
	unsigned n;

	if (len < EXIF_BYTES + TIFF_BYTES || !take(w, at + EXIF_BYTES, head, sizeof(head)))
		return UPRIGHT;
	at += EXIF_BYTES;
	len -= EXIF_BYTES;
	number = head[0] == 'M' ? big : little;
	ifd = number(head + 4, 4);
	if (ifd > len - 2 || !take(w, at + ifd, entry, 2))
		return UPRIGHT;
	n = number(entry, 2);
	for (ifd += 2; n-- && ifd + ENTRY_BYTES <= len; ifd += ENTRY_BYTES) {
		unsigned value;

		if (!take(w, at + ifd, entry, sizeof(entry)))
			return UPRIGHT;
		value = number(entry + 8, 2);
		if (number(entry, 2) == ORIENTATION)
			return value >= 1 && value <= 8 ? value : UPRIGHT;
	}
	return UPRIGHT;
}

/* Exif data that say the way up and nothing else. */
static bool keep_orientation(struct walk *w, uint64_t at, uint64_t len)
{
	unsigned char bytes[ONE_ENTRY] = EXIF "\0II*\0\010\0\0\0\1\0\022\1\3\0\1\0\0\0";
	const unsigned way = orientation(w, at, len);
	unsigned char have[ONE_ENTRY];

	if (w->failed || way == UPRIGHT || len < ONE_ENTRY)
		return zero(w, at, len);
	bytes[EXIF_BYTES + TIFF_BYTES + 2 + 8] = (unsigned char)way;
	if (!take(w, at, have, sizeof(have)) ||
	    (memcmp(have, bytes, sizeof(bytes)) != 0 && !put(w, at, bytes, sizeof(bytes))))
		return false;
	return zero(w, at + ONE_ENTRY, len - ONE_ENTRY);
}

static bool begins(struct walk *w, uint64_t at, uint64_t len, const char *name, size_t n)
{
	char have[16];

	return len >= n && take(w, at, have, n) && memcmp(have, name, n) == 0;
}

/* The content of an application's segment or a comment. */
static bool jpeg_segment(struct walk *w, unsigned marker, uint64_t at, uint64_t len)
{
	switch (marker) {
	case M_APP0: /* JFIF; JFXX holds a smaller picture */
		return begins(w, at, len, "JFIF", 5) || (!w->failed && zero(w, at, len));
	case M_APP0 + 2:
		return begins(w, at, len, "ICC_PROFILE", 12) || (!w->failed && zero(w, at, len));
	case M_APP0 + 14:
		return begins(w, at, len, "Adobe", 5) || (!w->failed && zero(w, at, len));
	case M_APP0 + 1:
		if (begins(w, at, len, EXIF, EXIF_BYTES))
			return keep_orientation(w, at, len);
		return !w->failed && zero(w, at, len);
	default:
		return zero(w, at, len);
	}
}

/* From W->at, within or behind the data of a scan, to the next marker.  0: there is none. */
static unsigned jpeg_marker(struct walk *w)
{
	unsigned char bytes[BLOCK];
	bool escaped = false;

	while (w->at < w->image->size) {
		const uint64_t left = w->image->size - w->at;
		const size_t n = left < BLOCK ? (size_t)left : BLOCK;

		if (!take(w, w->at, bytes, n))
			return 0;
		for (size_t i = 0; i < n; i++) {
			if (escaped && bytes[i] != 0 && bytes[i] != 0xff &&
			    (bytes[i] < M_RST0 || bytes[i] >= M_SOI)) {
				w->at += i + 1;
				return bytes[i];
			}
			escaped = bytes[i] == 0xff;
		}
		w->at += n;
	}
	return 0;
}

static void jpeg(struct walk *w)
{
	unsigned char two[2];
	unsigned marker;

	if (!take(w, 0, two, 2) || two[0] != 0xff || two[1] != M_SOI)
		return;
	w->at = 2;
	while ((marker = jpeg_marker(w)) != 0) {
		uint64_t len;

		if (marker == M_EOI) { /* behind it: other pictures, films, what the device notes */
			zero(w, w->at, w->image->size - w->at);
			return;
		}
		if (marker == M_SOI || marker == 1)
			continue;
		if (!take(w, w->at, two, 2))
			return;
		len = big(two, 2);
		if (len < 2 || len > w->image->size - w->at)
			return;
		if (((marker >= M_APP0 && marker <= M_APPF) || marker == M_COM) &&
		    !jpeg_segment(w, marker, w->at + 2, len - 2))
			return;
		w->at += len;
	}
}

/* ---- PNG (W3C, 3rd edition): chunks; those that show nothing become one that says nothing. */

#define PNG_SIGNATURE "\211PNG\r\n\032\n"
#define PNG_BLANK     "blNk" /* ancillary, private, may be copied */

static bool png_shows(const unsigned char type[4])
{
	static const char kept[] = "tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs "
				   "sPLT acTL fcTL fdAT " PNG_BLANK;

	if (!(type[0] & 0x20)) /* critical */
		return true;
	for (const char *k = kept; *k; k += k[4] ? 5 : 4)
		if (memcmp(k, type, 4) == 0)
			return true;
	return false;
}

static bool png_blank(struct walk *w, uint64_t at, uint32_t len)
{
	uLong sum = crc32(0, (const Bytef *)PNG_BLANK, 4);
	unsigned char tail[4];

	for (uint32_t left = len; left;) {
		const uInt n = left < BLOCK ? left : BLOCK;

		sum = crc32(sum, zeros, n);
		left -= n;
	}
	for (int i = 0; i < 4; i++)
		tail[i] = (unsigned char)(sum >> (24 - 8 * i));
	return put(w, at + 4, PNG_BLANK, 4) && zero(w, at + 8, len) &&
	       put(w, at + 8 + len, tail, 4);
}

static void png(struct walk *w)
{
	unsigned char head[8];

	if (!take(w, 0, head, 8) || memcmp(head, PNG_SIGNATURE, 8) != 0)
		return;
	w->at = 8;
	while (take(w, w->at, head, 8)) {
		const uint32_t len = big(head, 4);

		if ((uint64_t)len + 12 > w->image->size - w->at ||
		    (!png_shows(head + 4) && !png_blank(w, w->at, len)))
			return;
		w->at += (uint64_t)len + 12;
		if (memcmp(head + 4, "IEND", 4) == 0) {
			zero(w, w->at, w->image->size - w->at);
			return;
		}
	}
}

/* ---- WebP (RFC 9649): a RIFF file whose first chunk tells which others there are. */

#define WEBP_EXIF 0x08
#define WEBP_XMP  0x04

static bool webp_chunk(struct walk *w, const unsigned char head[8], uint32_t len)
{
	unsigned char flags;

	if (memcmp(head, "VP8X", 4) == 0 && len) {
		if (!take(w, w->at + 8, &flags, 1))
			return false;
		if (!(flags & (WEBP_EXIF | WEBP_XMP)))
			return true;
		flags &= (unsigned char)~(WEBP_EXIF | WEBP_XMP);
		return put(w, w->at + 8, &flags, 1);
	}
	if (memcmp(head, "EXIF", 4) != 0 && memcmp(head, "XMP ", 4) != 0)
		return true;
	return put(w, w->at, "JUNK", 4) && zero(w, w->at + 8, len);
}

static void webp(struct walk *w)
{
	unsigned char head[8];

	if (!take(w, 0, head, 8) || memcmp(head, "RIFF", 4) != 0)
		return;
	w->at = 12;
	while (take(w, w->at, head, 8)) {
		const uint32_t len = little(head + 4, 4);

		if (len > w->image->size - w->at - 8 || !webp_chunk(w, head, len))
			return;
		w->at += 8 + (uint64_t)len + (len & 1);
	}
}

int image_blank(const char *type, const struct image *image, bool *blanked, struct cw_err *err)
{
	struct walk w = { .image = image, .err = err };

	if (strcmp(type, "image/jpeg") == 0)
		jpeg(&w);
	else if (strcmp(type, "image/png") == 0)
		png(&w);
	else if (strcmp(type, "image/webp") == 0)
		webp(&w);
	*blanked = w.blanked;
	return w.failed ? -1 : 0;
}
