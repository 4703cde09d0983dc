package serial

import (
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// line is a terminal device in raw mode.
type line struct{ file *os.File }

// open opens a line for this process alone and sets it up: raw, without flow control, and whatever its modem lines say.
func open(path string, baud int, mode string) (Port, error) {
	// Without O_NONBLOCK, opening would wait for a modem; and with it, writing can be given up.
	fd, err := unix.Open(path, unix.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("the serial line %s cannot be opened: %w; look whether its adapter is plugged in, and whether this user may use it", path, err)
	}
	if err := setUp(fd, baud, mode); err != nil {
		return nil, errors.Join(fmt.Errorf("the serial line %s cannot be set to %d baud %s: %w", path, baud, mode, err), unix.Close(fd))
	}
	return line{os.NewFile(uintptr(fd), path)}, nil
}

func setUp(fd, baud int, mode string) error {
	if err := unix.IoctlSetInt(fd, unix.TIOCEXCL, 0); err != nil {
		return err
	}
	t, err := unix.IoctlGetTermios(fd, unix.TCGETS2)
	if err != nil {
		return err
	}
	t.Iflag, t.Oflag, t.Lflag = 0, 0, 0
	t.Cflag = unix.CREAD | unix.CLOCAL | unix.BOTHER | flags[mode[0]] | flags[mode[1]] | flags[mode[2]]
	t.Ispeed, t.Ospeed = uint32(baud), uint32(baud)
	return unix.IoctlSetTermios(fd, unix.TCSETS2, t)
}

// flags of each letter of a mode; the stop bit is the first of two by default.
var flags = map[byte]uint32{
	'5': unix.CS5, '6': unix.CS6, '7': unix.CS7, '8': unix.CS8, 'N': 0, 'E': unix.PARENB, 'O': unix.PARENB | unix.PARODD, '1': 0, '2': unix.CSTOPB,
}

// Send writes and waits until the last bit has left.
func (l line) Send(data []byte, by time.Time) error {
	if err := l.file.SetWriteDeadline(by); err != nil {
		return fmt.Errorf("the serial line %s: %w", l.file.Name(), err)
	}
	if n, err := l.file.Write(data); err != nil {
		return fmt.Errorf("the serial line %s took %d of %d bytes: %w", l.file.Name(), n, len(data), err)
	}
	return l.control("is not empty", func(fd int) error { return unix.IoctlSetInt(fd, unix.TCSBRK, 1) })
}

// Check asks the line for its settings.
func (l line) Check() error {
	return l.control("is gone", func(fd int) error {
		_, err := unix.IoctlGetTermios(fd, unix.TCGETS2)
		return err
	})
}

func (l line) control(what string, do func(fd int) error) error {
	raw, err := l.file.SyscallConn()
	if err == nil {
		err = errors.Join(raw.Control(func(fd uintptr) { err = do(int(fd)) }), err)
	}
	if err != nil {
		return fmt.Errorf("the serial line %s %s: %w", l.file.Name(), what, err)
	}
	return nil
}

func (l line) Close() error { return l.file.Close() }
