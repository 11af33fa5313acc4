/* The lower bound of benches/terminal.py: what a terminal menu costs when there is nothing to it.
 *
 * One full Japanese screen of the size of the terminal goes out in one write; then the program sleeps in read()
 * and answers Down and Up with the two rows that changed, again in one write. Enter ends it with 0, Ctrl-C with
 * 130. No signal handlers, no checks beyond the needful: it is a yardstick and not an example.
 */
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

enum { CHOICES = 4, FIRST_ROW = 4 };

static const char *const choice[CHOICES] = {
    "登録を解除する",
    "しばらく休止する",
    "担当者を変更する",
    "連絡を減らす",
};

static char out[1 << 17];
static size_t used;

static void text(const char *s) {
    size_t n = strlen(s);
    if (used + n < sizeof out) {
        memcpy(out + used, s, n);
        used += n;
    }
}

static void move(int row, int column) {
    char s[32];
    snprintf(s, sizeof s, "\033[%d;%dH", row, column);
    text(s);
}

static void send(void) {
    const char *p = out;
    while (used > 0) {
        ssize_t n = write(STDOUT_FILENO, p, used);
        if (n <= 0)
            _exit(1);
        p += n;
        used -= (size_t)n;
    }
}

static void rule(int row, int columns, const char *left, const char *right) {
    move(row, 1);
    text(left);
    for (int i = 2; i < columns; i++)
        text("─");
    text(right);
}

static void entry(int i, int selected) {
    move(FIRST_ROW + i, 3);
    text(selected ? "\033[7m▶ " : "  ");
    text(choice[i]);
    if (selected)
        text("\033[m");
}

static void screen(int columns, int rows, int selected) {
    text("\033[?1049h\033[?25l\033[2J");
    rule(1, columns, "┌", "┐");
    for (int row = 2; row < rows - 1; row++) {
        move(row, 1);
        text("│");
        move(row, columns);
        text("│");
    }
    rule(rows - 1, columns, "└", "┘");
    move(2, 3);
    text("\033[1mご希望を選んでください\033[m");
    for (int i = 0; i < CHOICES; i++)
        entry(i, i == selected);
    move(rows, 1);
    text("↑↓ 移動  Enter 決定  Ctrl+C 終了");
}

int main(void) {
    struct termios cooked, raw;
    struct winsize size = {0};
    int selected = 0, code = -1;

    if (tcgetattr(STDIN_FILENO, &cooked) != 0)
        return 1;
    raw = cooked;
    cfmakeraw(&raw);
    tcsetattr(STDIN_FILENO, TCSANOW, &raw);
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 40 || size.ws_row < 10) {
        size.ws_col = 80;
        size.ws_row = 24;
    }
    screen(size.ws_col, size.ws_row, selected);
    send();

    while (code < 0) {
        char in[64];
        ssize_t n = read(STDIN_FILENO, in, sizeof in);
        if (n <= 0)
            code = 1;
        for (ssize_t i = 0; i < n && code < 0; i++) {
            int to = selected;
            if (in[i] == '\r' || in[i] == '\n')
                code = 0;
            else if (in[i] == 3)
                code = 130;
            else if (in[i] == '\033' && i + 2 < n && in[i + 1] == '[') {
                if (in[i + 2] == 'A')
                    to = (selected + CHOICES - 1) % CHOICES;
                else if (in[i + 2] == 'B')
                    to = (selected + 1) % CHOICES;
                i += 2;
            }
            if (to != selected) {
                entry(selected, 0);
                entry(to, 1);
                selected = to;
            }
        }
        send();
    }

    text("\033[?25h\033[?1049l");
    send();
    tcsetattr(STDIN_FILENO, TCSANOW, &cooked);
    return code;
}
